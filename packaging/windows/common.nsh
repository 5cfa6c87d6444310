; What both installers have in common: names, who they are for, a program that is open.
Unicode true
Target amd64-unicode
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestSupportedOS Win10
ManifestDPIAware true
RequestExecutionLevel user
CRCCheck force
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText " "

!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinMessages.nsh

!define NAME "Tillbridge"
!define KEY "Software\Tillbridge"
!define APPS "Software\Microsoft\Windows\CurrentVersion\Uninstall\Tillbridge"
; Exit statuses besides NSIS' own 0, 1 (cancelled) and 2 (aborted).
!define STILL_OPEN 3
!define NEWER_IS_HERE 4
!define NEEDS_ADMINISTRATOR 5
!define NOT_HERE 6

!macro ForWhom UN
  ; For this user alone, unless /AllUsers says otherwise.
  Function ${UN}ForWhom
    SetRegView 64
    SetShellVarContext current
    ${GetParameters} $R0
    ClearErrors
    ${GetOptions} $R0 "/AllUsers" $R1
    ${If} ${Errors}
      Return
    ${EndIf}
    !ifdef ACCOUNT ; whose rights it takes itself to have: to try what an ordinary user sees
      StrCpy $R2 "${ACCOUNT}"
    !else
      UserInfo::GetAccountType
      Pop $R2
    !endif
    ${If} $R2 != "Admin"
      ${IfNot} ${Silent}
        ExecShell "runas" "$EXEPATH" "$R0"
      ${EndIf}
      SetErrorLevel ${NEEDS_ADMINISTRATOR}
      Quit
    ${EndIf}
    SetShellVarContext all
  FunctionEnd
!macroend

!macro AskToClose UN
  ; Asks the program's own windows to close, as a person would, and waits for the last of its processes.
  Function ${UN}IsInUse
    StrCpy $0 "no"
    ${If} ${FileExists} "$INSTDIR\python311.dll"
      ClearErrors
      FileOpen $1 "$INSTDIR\python311.dll" a
      ${If} ${Errors}
        StrCpy $0 "yes"
      ${Else}
        FileClose $1
      ${EndIf}
    ${EndIf}
  FunctionEnd

  Function ${UN}CloseWindows
    StrCpy $R0 0
    ${Do}
      FindWindow $R0 "" "${NAME}" 0 $R0
      ${If} $R0 == 0
        ${ExitDo}
      ${EndIf}
      ; a window of that title counts only where it is that of our program
      System::Call 'user32::GetWindowThreadProcessId(p R0, *i .R1)'
      System::Call 'kernel32::OpenProcess(i 0x1000, i 0, i R1) p .R2'
      System::Call 'kernel32::QueryFullProcessImageNameW(p R2, i 0, w .R3, *i ${NSIS_MAX_STRLEN}) i .R4'
      System::Call 'kernel32::CloseHandle(p R2)'
      ${If} $R3 == "$INSTDIR\pythonw.exe"
      ${OrIf} $R3 == "$INSTDIR\python.exe"
        SendMessage $R0 ${WM_CLOSE} 0 0 /TIMEOUT=5000
      ${EndIf}
    ${Loop}
  FunctionEnd

  Function ${UN}AskToClose
    again:
    Call ${UN}IsInUse
    ${If} $0 == "yes"
      Call ${UN}CloseWindows
      ${For} $R5 1 40
        Sleep 250
        Call ${UN}IsInUse
        ${If} $0 == "no"
          ${ExitFor}
        ${EndIf}
      ${Next}
    ${EndIf}
    ${If} $0 == "yes"
      ${IfNot} ${Silent}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Tillbridge is open, or is sending by itself just now. Close its window, or wait until it is done, then press Retry." IDRETRY again
      ${EndIf}
      SetErrorLevel ${STILL_OPEN}
      Quit
    ${EndIf}
  FunctionEnd
!macroend
