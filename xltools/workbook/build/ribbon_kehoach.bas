Attribute VB_Name = "RibbonKeHoach"
Option Explicit

' Shows the sheet whose code name is the pressed button's tag.
Public Sub GoToSheet(control As IRibbonControl)
    Dim sheet As Worksheet
    For Each sheet In ThisWorkbook.Worksheets
        If sheet.CodeName = control.Tag Then
            sheet.Visible = xlSheetVisible
            sheet.Activate
        End If
    Next sheet
End Sub
