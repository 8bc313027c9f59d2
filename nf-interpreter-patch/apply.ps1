<#
.SYNOPSIS
Puts the overlay and the classifier's sources into a checkout of nf-interpreter, or takes them out again. The same as apply.sh.
.PARAMETER NfInterpreterDir
The checkout.
.PARAMETER Undo
Remove what was put in; files you changed since then are kept and named.
.PARAMETER AnyCommit
Do not insist on the commit in UPSTREAM.
.PARAMETER Force
Overwrite or remove files that you changed.
#>
param(
    [Parameter(Mandatory)] [string] $NfInterpreterDir,
    [switch] $Undo, [switch] $AnyCommit, [switch] $Force
)
# Calls .NET where a cmdlet would do: so it runs alike in Windows PowerShell 5.1, in pwsh, and on the bare engine of the tests.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$here = $PSScriptRoot
$native = [IO.Path]::GetFullPath("$here/../native-interop")
function Fail([string] $text) { [Console]::Error.WriteLine("apply.ps1: error: $text"); exit 1 }

$target = [IO.Path]::GetFullPath([IO.Path]::Combine($PWD.ProviderPath, $NfInterpreterDir)).TrimEnd('/', '\')
if (-not [IO.Directory]::Exists($target)) { Fail "$NfInterpreterDir is no folder" }
if (-not [IO.File]::Exists("$target/targets/ChibiOS/CMakeLists.txt") -or -not [IO.Directory]::Exists("$target/InteropAssemblies")) {
    Fail "$target does not look like a checkout of nf-interpreter (no targets/ChibiOS/CMakeLists.txt, no InteropAssemblies)"
}
$own = "$target/InteropAssemblies/TinyClassify.Native"
$manifest = "$own/applied.sha256"

function Get-Sha256([string] $path) {
    $sha = [Security.Cryptography.SHA256]::Create()
    $stream = [IO.File]::OpenRead($path)
    try { [BitConverter]::ToString($sha.ComputeHash($stream)).Replace('-', '').ToLowerInvariant() }
    finally { $stream.Dispose(); $sha.Dispose() }
}
# Lines "SHA256  PATH", as apply.sh writes them: either script undoes what the other did. Path -> its hashes; more than one where an
# update was cut off.
function Read-Manifest {
    $entries = [ordered] @{}
    if ([IO.File]::Exists($manifest)) {
        foreach ($line in [IO.File]::ReadAllLines($manifest)) { $entries[$line.Substring(66)] += @($line.Substring(0, 64)) }
    }
    $entries
}
function Move-Over([string] $from, [string] $to) {
    if ([IO.File]::Exists($to)) { [IO.File]::Replace($from, $to, [NullString]::Value) } else { [IO.File]::Move($from, $to) }
}
function Write-Manifest($entries) {
    $text = [Text.StringBuilder]::new()
    foreach ($path in $entries.Keys) { foreach ($hash in $entries[$path]) { [void] $text.Append("$hash  $path`n") } }
    [IO.File]::WriteAllText("$manifest.part", $text.ToString())
    Move-Over "$manifest.part" $manifest
}
# Removes files with their emptied folders; returns whether all went.
function Remove-Entries($entries) {
    $all = $true
    foreach ($path in $entries.Keys) {
        $file = "$target/$path"
        if (-not [IO.File]::Exists($file)) { continue }
        if (-not $Force -and $entries[$path] -notcontains (Get-Sha256 $file)) {
            [Console]::Error.WriteLine("apply.ps1: kept ${path}: it was changed after it was put in")
            $all = $false
            continue
        }
        [IO.File]::Delete($file)
        $folder = [IO.Path]::GetDirectoryName($path)
        while ($folder -and [IO.Directory]::GetFileSystemEntries("$target/$folder").Length -eq 0) {
            [IO.Directory]::Delete("$target/$folder")
            $folder = [IO.Path]::GetDirectoryName($folder)
        }
    }
    $all
}

if ($Undo) {
    if (-not [IO.File]::Exists($manifest)) { Fail "nothing of TinyClassify is in $target (no InteropAssemblies/TinyClassify.Native/applied.sha256)" }
    $entries = Read-Manifest
    [IO.File]::Delete($manifest)
    $all = Remove-Entries $entries
    if ([IO.Directory]::Exists($own) -and [IO.Directory]::GetFileSystemEntries($own).Length -eq 0) { [IO.Directory]::Delete($own) }
    if ($all) { "apply.ps1: took the overlay out of $target"; exit 0 }
    "apply.ps1: took the overlay out of $target, but for the files named above (-Force removes them too)"
    exit 3
}

$wanted = ''
foreach ($line in [IO.File]::ReadAllLines("$here/UPSTREAM")) { if ($line -match '^commit\s+(\S+)') { $wanted = $Matches[1] } }
$ErrorActionPreference = 'Continue' # What git says on its error output is no exception.
$seen = git -C $target rev-parse HEAD 2>$null
$ErrorActionPreference = 'Stop'
if ($LASTEXITCODE -ne 0) { Fail "$target is no git checkout: its commit cannot be told" }
if (-not $AnyCommit -and $seen -ne $wanted) {
    Fail "nf-interpreter is at commit $seen; the overlay was made for $wanted.`n  git -C $target checkout $wanted     brings it there; -AnyCommit tries it as it is."
}

# Path in the checkout -> source file: the overlay as it stands, and of native-interop what the firmware compiles.
$files = [ordered] @{}
function Add-Folder([string] $from, [string] $prefix) {
    $found = [IO.Directory]::GetFiles($from, '*', [IO.SearchOption]::AllDirectories)
    [Array]::Sort($found, [StringComparer]::Ordinal)
    foreach ($file in $found) {
        $relative = $file.Substring($from.Length + 1).Replace('\', '/')
        if ("/$relative" -match '_test\.cc$|/golden/|/tools/|/tests/') { continue }
        $files["$prefix$relative"] = $file
    }
}
Add-Folder "$here/overlay" ''
$inside = 'InteropAssemblies/TinyClassify.Native/native-interop'
foreach ($part in 'card', 'cmake', 'common', 'draw', 'engine', 'image', 'include', 'interop', 'tflm') {
    if ([IO.Directory]::Exists("$native/$part")) { Add-Folder "$native/$part" "$inside/$part/" }
}
foreach ($part in 'CMakeLists.txt', 'model/classifier.tflite') {
    if ([IO.File]::Exists("$native/$part")) { $files["$inside/$part"] = "$native/$part" }
}

# First look at everything, then write: a refusal leaves the checkout as it was.
$old = Read-Manifest
$new = [ordered] @{}
$copy = @()
foreach ($path in $files.Keys) {
    $hash = Get-Sha256 $files[$path]
    $new[$path] = @($hash)
    if ([IO.Directory]::Exists("$target/$path")) { Fail "$target/$path is a folder where a file is to come; move it away" }
    if ([IO.File]::Exists("$target/$path")) {
        $present = Get-Sha256 "$target/$path"
        if ($present -eq $hash) { continue }
        if (-not $Force -and (-not $old.Contains($path) -or $old[$path] -notcontains $present)) {
            if ($path -eq 'CMakeUserPresets.json') {
                Fail "$target/$path is yours. Add targets/ChibiOS/ST_STM32F746G_DISCOVERY/CMakePresets.json to its`n  `"include`" list, or move it away, then run apply.ps1 again (-Force overwrites it)."
            }
            Fail "$target/$path exists and is not as apply.ps1 left it; -Force overwrites it"
        }
    }
    $copy += $path
}
# What an earlier version put in and this one does not.
$gone = [ordered] @{}
foreach ($path in $old.Keys) { if (-not $new.Contains($path)) { $gone[$path] = $old[$path] } }

# The list goes first, old hashes beside new ones: if the copying is cut off, -Undo still knows every file, and a second run
# completes it.
[void] [IO.Directory]::CreateDirectory($own)
$both = [ordered] @{}
foreach ($path in $new.Keys) { $both[$path] = $new[$path] }
foreach ($path in $old.Keys) { $both[$path] += $old[$path] }
Write-Manifest $both
foreach ($path in $copy) {
    [void] [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName("$target/$path"))
    [IO.File]::Copy($files[$path], "$target/$path.part", $true)
    Move-Over "$target/$path.part" "$target/$path"
}
[void] (Remove-Entries $gone)
Write-Manifest $new
"apply.ps1: $($new.Count) files in place, $($copy.Count) written, $($gone.Count) removed"
if (-not $files.Contains("$inside/model/classifier.tflite")) {
    'apply.ps1: there is no native-interop/model/classifier.tflite; name a model with -DTINYCLASSIFY_MODEL=FILE'
}
exit 0
