Attribute VB_Name = "Ribbon$name"
Option Explicit

' Opens the ribbon on the tab of this workbook; an add-in, or an Excel that cannot, leaves it where it is.
Public Sub ${name}OnLoad(ribbon As IRibbonUI)
    On Error Resume Next
    If Not ThisWorkbook.IsAddin Then ribbon.ActivateTab "tab$name"
End Sub

' Hands the id of the pressed button to Python. Of two workbooks with these macros the active one is meant.
Public Sub ${name}Run(control As IRibbonControl)
    Dim lacking As String
    lacking = WhatIsMissing()
    If lacking <> "" Then
        WScript.Popup lacking, 0, "KeHoach", 48
    ElseIf ThisWorkbook.IsAddin Or ThisWorkbook Is ActiveWorkbook Then
        RunPython "import xltools.addin; xltools.addin.run('" & control.ID & "')"
    Else
        Application.Run "'" & Replace(ActiveWorkbook.Name, "'", "''") & "'!Ribbon$name.${name}Run", control
    End If
End Sub

' Shows the sheet of the active workbook whose code name is the tag of the pressed button.
Public Sub ${name}GoTo(control As IRibbonControl)
    Dim sheet As Worksheet
    On Error Resume Next
    For Each sheet In ActiveWorkbook.Worksheets
        If sheet.CodeName = control.Tag Then
            If sheet.Visible <> xlSheetVisible Then sheet.Visible = xlSheetVisible
            sheet.Activate
        End If
    Next sheet
    If ActiveSheet.CodeName <> control.Tag Then WScript.Popup Setting("NO_SHEET"), 0, "KeHoach", 48
End Sub

' At opening: describes the worksheet functions, and lets a Python that is not waited for load what a click
' will need and say so when its version is not the one of this file. Never stops, never complains.
Public Sub ${name}Start()
    Dim python As String
    On Error Resume Next
    DescribeFunctions
    #If Not Mac Then
        python = Setting("INTERPRETER_WIN")
        If FileExists(python) Then
            WScript.Run Chr(34) & python & Chr(34) & " -m xltools.addin $version " & XLWINGS_VERSION & " $name", 0, False
        End If
    #End If
End Sub

' What is to be told instead of running, "" when nothing is missing. The words stand in the settings' sheet.
Private Function WhatIsMissing() As String
    If ActiveWorkbook Is Nothing Then
        WhatIsMissing = Setting("NO_WORKBOOK")
        Exit Function
    End If
    #If Not Mac Then
        If Not FileExists(Setting("INTERPRETER_WIN")) Then WhatIsMissing = Setting("NO_PYTHON")
    #End If
End Function

' A setting of this file, which xlwings' own GetConfig finds only while a worksheet is active.
Private Function Setting(key As String) As String
    Dim found As Range
    Set found = ThisWorkbook.Worksheets(PROJECT_NAME & ".conf").Columns(1).Find(key, LookIn:=xlValues, LookAt:=xlWhole)
    If Not found Is Nothing Then Setting = ExpandEnvironmentStrings(found.Offset(0, 1).Value)
End Function

' Gives Excel's function wizard the words of the sheet $help: name, description, arguments by lines.
Private Sub DescribeFunctions()
    Dim entry As Range
    Dim saved As Boolean
    On Error Resume Next
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
