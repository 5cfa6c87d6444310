; Adds the embedded browser to a Tillbridge of the same version; it goes with Tillbridge's own uninstaller.
!include "${HERE}\common.nsh"
!include "${LISTING}"
Icon "${HERE}\tillbridge.ico"
Name "Tillbridge's embedded browser"
OutFile "${TARGET}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}'s embedded browser"
VIAddVersionKey CompanyName "${NAME}"
VIAddVersionKey FileDescription "${NAME}'s embedded browser ${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "LGPL 3"
Page instfiles

!insertmacro ForWhom ""
!insertmacro AskToClose ""

Function .onInit
  Call ForWhom
  ReadRegStr $INSTDIR SHCTX "${KEY}" "InstallDir"
  ReadRegStr $R0 SHCTX "${APPS}" "DisplayVersion"
  ${If} $INSTDIR == ""
  ${OrIf} $R0 != "${VERSION}"
    MessageBox MB_OK|MB_ICONSTOP "This belongs to Tillbridge ${VERSION}, which is not installed for you. Install that first." /SD IDOK
    SetErrorLevel ${NOT_HERE}
    Quit
  ${EndIf}
FunctionEnd

Section
  Call AskToClose
  !insertmacro PackProgram
SectionEnd
