@echo off
chcp 65001 >nul
setlocal
set "PYTHONUTF8=1"
set "PY="
py -3 -c "" >nul 2>nul && set "PY=py -3"
if defined PY goto found
python -c "" >nul 2>nul && set "PY=python"
if defined PY goto found
type "%~dp0install.txt"
set "CODE=2"
goto end
:found
%PY% "%~dp0install.py" %*
set "CODE=%ERRORLEVEL%"
:end
pause
exit /b %CODE%
