<#
.SYNOPSIS
Installs Tillbridge on a Windows PC, places its policies, runs a store's set-up files, and leaves one JSON file for each.

.DESCRIPTION
For Intune, a logon script, or `Invoke-Command -ComputerName (Get-Content stores.txt) -FilePath .\Set-TillbridgeStore.ps1`.
Run again it changes nothing: each set-up file is run only where `run FILE --check` says that something would change.
Exit status: 0 all is as it should be, 1 a store's run failed, 2 a file is wrong, 3 a person is needed.

.EXAMPLE
$env:MAIL_PASSWORD = Get-Secret corner-store-mail -AsPlainText
.\Set-TillbridgeStore.ps1 -SetUpFile .\corner-store\imagatec-mail.toml -Installer .\Tillbridge-0.3.0-setup.exe -Report .\reports
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # Set-up files, run in this order. Secrets stand in none of them: { env = "MAIL_PASSWORD" } names a variable.
    [Parameter(Mandatory)] [string[]] $SetUpFile,
    # Tillbridge's installer; without it Tillbridge is there already.
    [string] $Installer,
    [string] $Folder = "$env:LOCALAPPDATA\Programs\Tillbridge",
    # Names and texts under HKLM\Software\Policies\Tillbridge; needs an administrator.
    [hashtable] $Policy = @{},
    # Vendor id and https address, in the key VendorSignIn below it.
    [hashtable] $VendorSignIn = @{},
    [string] $Site = 'store',
    [string[]] $Option = @(),
    [string] $Report = "$env:ProgramData\Tillbridge\reports"
)
$ErrorActionPreference = 'Stop'
$key = 'HKLM:\Software\Policies\Tillbridge'

function Set-Text([string] $Path, [hashtable] $Wanted) {
    foreach ($name in $Wanted.Keys) {
        $now = (Get-ItemProperty -Path $Path -Name $name -ErrorAction SilentlyContinue).$name
        if ($now -ne $Wanted[$name] -and $PSCmdlet.ShouldProcess("$Path\$name", 'set policy')) {
            if (-not (Test-Path $Path)) { New-Item -Path $Path -Force | Out-Null }
            Set-ItemProperty -Path $Path -Name $name -Value $Wanted[$name] -Type String
        }
    }
}

function Invoke-Tillbridge([string[]] $Words) {
    # What is logged goes to standard error. Over the network Windows PowerShell takes such a line for an error of the
    # command, which must not end this script.
    $ErrorActionPreference = 'Continue'
    $said = (& "$Folder\tillbridge.cmd" @Words --json --site $Site @Option) -join "`n"
    $status = $LASTEXITCODE
    $answer = if ($said) { ConvertFrom-Json -InputObject $said } else { $null }
    [pscustomobject]@{ Status = $status; Text = $said; Answer = $answer }
}

# Windows' own functions below take a path from the folder that PowerShell was started in: the whole path is kept.
$Report = (New-Item -ItemType Directory -Path $Report -Force -WhatIf:$false).FullName
if ($Installer) {
    $seen = Join-Path $Report 'installed.sha256'
    $hash = (Get-FileHash -Path $Installer -Algorithm SHA256).Hash
    $isThere = (Test-Path "$Folder\tillbridge.cmd") -and (Test-Path $seen) -and ((Get-Content $seen -Raw).Trim() -eq $hash)
    if (-not $isThere -and $PSCmdlet.ShouldProcess($Folder, 'install Tillbridge')) {
        # In place of an earlier version; a newer one stays (4), an open window that does not close ends it (3).
        $done = Start-Process -FilePath $Installer -ArgumentList '/S', "/D=$Folder" -Wait -PassThru
        if ($done.ExitCode -notin 0, 4) { throw "The installer ended with $($done.ExitCode)." }
        Set-Content -Path $seen -Value $hash
    }
}
if (-not (Test-Path "$Folder\tillbridge.cmd")) { throw "There is no Tillbridge in $Folder." }
Set-Text $key $Policy
Set-Text "$key\VendorSignIn" $VendorSignIn

$worst = 0
foreach ($file in $SetUpFile) {
    $found = Invoke-Tillbridge @('run', $file, '--check')
    if ($found.Status -eq 0 -and $found.Answer.would_change -gt 0 -and $PSCmdlet.ShouldProcess($file, 'run')) {
        $found = Invoke-Tillbridge @('run', $file)
    }
    $name = "$env:COMPUTERNAME-$([IO.Path]::GetFileNameWithoutExtension($file)).json"
    [IO.File]::WriteAllText((Join-Path $Report $name), $found.Text, [Text.UTF8Encoding]::new($false))
    if ($found.Status -ne 0) {
        $codes = @($found.Answer.problems.code) + @($found.Answer.faults.where) + @($found.Answer.needs.what)
        $why = ($codes | Where-Object { $_ }) -join '; '
        if (-not $why) { $why = "ended with $($found.Status)" }
        Write-Warning "${env:COMPUTERNAME}, ${file}: $why"
        $worst = [Math]::Max($worst, $found.Status)
    }
}
exit $worst
