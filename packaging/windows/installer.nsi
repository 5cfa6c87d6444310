; Installs Tillbridge: for this user without an administrator, in place of an earlier version, never of a later.
; Switches: /S silent, /AllUsers, /D=FOLDER (last, without quotes); the uninstaller: /S, /AllUsers, /DATA, and from
; a later installer /UPDATE, which takes the program's files alone.
!include "${HERE}\common.nsh"
!include "${LISTING}"
!define MUI_ICON "${HERE}\tillbridge.ico"
!define MUI_UNICON "${HERE}\tillbridge.ico"
!include MUI2.nsh
!include "Win\COM.nsh"
!include "Win\Propkey.nsh"

Name "${NAME}"
OutFile "${TARGET}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey CompanyName "${NAME}"
VIAddVersionKey FileDescription "${NAME} ${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "MIT licence"
!ifdef SIGN
  !uninstfinalize '${SIGN}'
!endif

!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "Start Tillbridge"
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!define MUI_FINISHPAGE_TEXT "Tillbridge is in the Start menu. Whatever it keeps of your store stays when it is updated or uninstalled."
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

!insertmacro ForWhom ""
!insertmacro ForWhom "un."
!insertmacro AskToClose ""
!insertmacro AskToClose "un."

Function .onInit
  Call ForWhom
  ; /D decides, then where it already is, then the usual place
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${KEY}" "InstallDir"
  ${EndIf}
  ${If} $INSTDIR == ""
    ${If} ${ShellVarContextAll}
      StrCpy $INSTDIR "$PROGRAMFILES64\${NAME}"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
    ${EndIf}
  ${EndIf}
  ReadRegStr $R0 SHCTX "${APPS}" "DisplayVersion"
  ${If} $R0 != ""
    ${VersionCompare} "$R0" "${VERSION}" $R1
    ${If} $R1 == 1
      MessageBox MB_OK|MB_ICONSTOP "A later version, $R0, is on this PC. This is ${VERSION}: nothing was changed." /SD IDOK
      SetErrorLevel ${NEWER_IS_HERE}
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function StartProgram
  ExecShell "" "$SMPROGRAMS\${NAME}.lnk"
FunctionEnd

Section
  Call AskToClose
  ; what only the version before had must not be found by this one; it knows best what that was
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S /UPDATE _?=$INSTDIR'
  ${EndIf}
  !insertmacro PackProgram
  Call Compile
  WriteUninstaller "$INSTDIR\uninstall.exe"

  SetOutPath "$PROFILE"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\pythonw.exe" "-m wizard" "$INSTDIR\tillbridge.ico" 0 SW_SHOWNORMAL "" "Connects your store to Xero, sets up its mail, and proves that both work"
  Call NameInTaskBar

  WriteRegStr SHCTX "${KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr SHCTX "${APPS}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${APPS}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${APPS}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${APPS}" "DisplayIcon" "$INSTDIR\tillbridge.ico"
  WriteRegStr SHCTX "${APPS}" "InstallLocation" "$INSTDIR"
  StrCpy $R1 ""
  ${If} ${ShellVarContextAll}
    StrCpy $R1 " /AllUsers"
  ${EndIf}
  WriteRegStr SHCTX "${APPS}" "UninstallString" '"$INSTDIR\uninstall.exe"$R1'
  WriteRegStr SHCTX "${APPS}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S$R1'
  ${GetSize} "$INSTDIR" "/S=0K" $R1 $R2 $R3
  WriteRegDWORD SHCTX "${APPS}" "EstimatedSize" $R1
  WriteRegDWORD SHCTX "${APPS}" "NoModify" 1
  WriteRegDWORD SHCTX "${APPS}" "NoRepair" 1
SectionEnd

; Modules come as sources, a third of what they compile to. Where that fails Python runs the sources, only slower.
Function Compile
  DetailPrint "Getting Tillbridge ready to start"
  InitPluginsDir
  SetOutPath "$PLUGINSDIR"
  File "${HERE}/compile.py"
  nsExec::Exec '"$INSTDIR\python.exe" -X no_debug_ranges "$PLUGINSDIR\compile.py" "$INSTDIR\lib"'
  Pop $R0
FunctionEnd

Function NameInTaskBar
  ; AppUserModelID: the window and its link are one thing in the task bar. Where a link has no such property, none is lost.
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}", .r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("$SMPROGRAMS\${NAME}.lnk", ${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}", .r2)'
      ${If} $2 P<> 0
        System::Call 'Oleaut32::SysAllocString(w "Tillbridge.Tillbridge") p .r3'
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID}) p .r4'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_BSTR}, , &i4 $3) p .r5'
        ${IPropertyStore::SetValue} $2 '($4, $5)'
        ${IPropertyStore::Commit} $2 ""
        System::Call 'Oleaut32::SysFreeString(p r3)'
        System::Free $4
        System::Free $5
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("$SMPROGRAMS\${NAME}.lnk", 1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
FunctionEnd

Function un.onInit
  Call un.ForWhom
FunctionEnd

; A daily run of a program that is gone would fail each day: the schedules of this user's stores are ended.
Function un.EndSchedules
  FindFirst $R6 $R7 "$LOCALAPPDATA\${NAME}\sites\*"
  ${DoWhile} $R7 != ""
    ${If} $R7 != "."
    ${AndIf} $R7 != ".."
      nsExec::Exec '"$INSTDIR\python.exe" -m wizard schedule --off --site "$R7"'
      Pop $R8
    ${EndIf}
    FindNext $R6 $R7
  ${Loop}
  FindClose $R6
FunctionEnd

Section Uninstall
  Call un.AskToClose
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPDATE" $R2
  ${IfNot} ${Errors}
    !insertmacro DeleteProgram
    Return
  ${EndIf}
  SetShellVarContext current
  Call un.EndSchedules
  Call un.ForWhom
  !insertmacro DeleteProgram
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "${APPS}"
  DeleteRegKey SHCTX "${KEY}"

  StrCpy $R1 "keep"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/DATA" $R2
  ${IfNot} ${Errors}
    StrCpy $R1 "delete"
  ${ElseIf} ${FileExists} "$LOCALAPPDATA\${NAME}\*"
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION "Delete what was kept of your stores as well: drafts, receipts, proofs? Without it nobody can look up later what was sent. Passwords stay in Windows' Credential Manager." /SD IDNO IDNO +2
    StrCpy $R1 "delete"
  ${EndIf}
  ${If} $R1 == "delete"
    SetShellVarContext current
    RMDir /r "$LOCALAPPDATA\${NAME}"
  ${EndIf}
SectionEnd
