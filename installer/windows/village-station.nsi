; The Windows installer of the counter. makensis -DVERSION=… -DDIST=… -DOUT=… village-station.nsi
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
RequestExecutionLevel admin

!include "MUI2.nsh"

!define NAME "Village Station"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\VillageStation"
!define TASK "VillageStationSync"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\${NAME}"
InstallDirRegKey HKLM "${KEY}" "InstallLocation"

!insertmacro MUI_PAGE_LICENSE "${__FILEDIR__}/../../LICENSE"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString SHORTCUT ${LANG_SIMPCHINESE} "村级服务站"
LangString SHORTCUT ${LANG_ENGLISH} "Village station"

Section "Program"
  SetShellVarContext all
  ; A newer version lays itself over an empty folder; what the station keeps lies in the user's profile.
  RMDir /r "$INSTDIR"
  SetOutPath "$INSTDIR"
  File /r "${DIST}/station-client/*"
  File "${__FILEDIR__}/village-station-sync.xml"
  CreateShortcut "$SMPROGRAMS\$(SHORTCUT).lnk" "$INSTDIR\village-station.exe"
  CreateShortcut "$DESKTOP\$(SHORTCUT).lnk" "$INSTDIR\village-station.exe"
  nsExec::ExecToLog 'schtasks /Create /F /TN ${TASK} /XML "$INSTDIR\village-station-sync.xml"'
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKLM "${KEY}" "DisplayName" "$(SHORTCUT)"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
SectionEnd

Section "Uninstall"
  SetShellVarContext all
  nsExec::ExecToLog 'schtasks /Delete /F /TN ${TASK}'
  Delete "$SMPROGRAMS\$(SHORTCUT).lnk"
  Delete "$DESKTOP\$(SHORTCUT).lnk"
  RMDir /r "$INSTDIR"
  DeleteRegKey HKLM "${KEY}"
  ; The station's data in the user's profile stays: removing a program removes no records.
SectionEnd
