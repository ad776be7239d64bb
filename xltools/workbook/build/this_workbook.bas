Option Explicit

Private Sub Workbook_Open()
    ${name}Start
End Sub
