Attribute VB_Name = "Ribbon$name"
Option Explicit

' Opens the ribbon on the tab of this workbook; an add-in, or an Excel that cannot, leaves it where it is.
Public Sub ${name}OnLoad(ribbon As IRibbonUI)
    On Error Resume Next
    If Not ThisWorkbook.IsAddin Then ribbon.ActivateTab "tab$name"
End Sub

' Hands the id of the pressed button to Python.
Public Sub ${name}Run(control As IRibbonControl)
    Dim lacking As String
    lacking = WhatIsMissing()
    If lacking = "" Then
        RunPython "import xltools.addin; xltools.addin.run('" & control.ID & "')"
    Else
        WScript.Popup lacking, 0, "KeHoach", 48
    End If
End Sub

' Shows the sheet whose code name is the tag of the pressed button.
Public Sub ${name}GoTo(control As IRibbonControl)
    Dim sheet As Worksheet
    If $workbook Is Nothing Then Exit Sub
    For Each sheet In $workbook.Worksheets
        If sheet.CodeName = control.Tag Then
            sheet.Visible = xlSheetVisible
            sheet.Activate
        End If
    Next sheet
End Sub

' At opening: describes the worksheet functions, and lets a Python that is not waited for load what a click
' will need and say so when its version is not the one of this file. Never stops, never complains.
Public Sub ${name}Start()
    On Error Resume Next
    DescribeFunctions
    #If Not Mac Then
        If FileExists(GetConfig("INTERPRETER_WIN")) Then
            WScript.Run Chr(34) & GetConfig("INTERPRETER_WIN") & Chr(34) & " -m xltools.addin $version " & XLWINGS_VERSION, 0, False
        End If
    #End If
End Sub

' What is to be told instead of running, "" when nothing is missing. The words stand in the settings' sheet.
Private Function WhatIsMissing() As String
    If $workbook Is Nothing Then
        WhatIsMissing = GetConfig("NO_WORKBOOK")
        Exit Function
    End If
    #If Not Mac Then
        If Not FileExists(GetConfig("INTERPRETER_WIN")) Then WhatIsMissing = GetConfig("NO_PYTHON")
    #End If
End Function

' Gives Excel's function wizard the words of the sheet $help: name, description, arguments by lines.
Private Sub DescribeFunctions()
    Dim entry As Range
    Dim saved As Boolean
    saved = ThisWorkbook.Saved
    For Each entry In ThisWorkbook.Worksheets("$help").UsedRange.Rows
        Application.MacroOptions _
            Macro:="'" & ThisWorkbook.Name & "'!" & entry.Cells(1, 1).Value, _
            Description:=entry.Cells(1, 2).Value, _
            Category:="KeHoach", _
            ArgumentDescriptions:=Split(entry.Cells(1, 3).Value, vbLf)
    Next entry
    ThisWorkbook.Saved = saved
End Sub
