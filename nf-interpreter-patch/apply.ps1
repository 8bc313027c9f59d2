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
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$here = $PSScriptRoot
$native = Join-Path $here '../native-interop'
function Fail([string] $text) { [Console]::Error.WriteLine("apply.ps1: error: $text"); exit 1 }

if (-not (Test-Path -PathType Container $NfInterpreterDir)) { Fail "$NfInterpreterDir is no folder" }
$target = (Resolve-Path $NfInterpreterDir).Path
if (-not (Test-Path "$target/targets/ChibiOS/CMakeLists.txt") -or -not (Test-Path "$target/InteropAssemblies")) {
    Fail "$target does not look like a checkout of nf-interpreter (no targets/ChibiOS/CMakeLists.txt, no InteropAssemblies)"
}
$manifest = "$target/InteropAssemblies/TinyClassify.Native/applied.sha256"
function Get-Hash([string] $path) { (Get-FileHash -Algorithm SHA256 $path).Hash.ToLowerInvariant() }
function Read-Manifest {
    $entries = [ordered] @{}
    if (Test-Path $manifest) { foreach ($line in [IO.File]::ReadAllLines($manifest)) { $entries[$line.Substring(66)] = $line.Substring(0, 64) } }
    $entries
}
function Write-Manifest($entries) {
    $text = ($entries.GetEnumerator() | ForEach-Object { "$($_.Value)  $($_.Key)`n" }) -join ''
    [IO.File]::WriteAllText("$manifest.part", $text)
    Move-Item -Force "$manifest.part" $manifest
}
# Removes files with their emptied folders; returns whether all went.
function Remove-Entries($entries) {
    $all = $true
    foreach ($path in $entries.Keys) {
        $file = "$target/$path"
        if (-not (Test-Path $file)) { continue }
        if (-not $Force -and (Get-Hash $file) -ne $entries[$path]) {
            [Console]::Error.WriteLine("apply.ps1: kept ${path}: it was changed after it was put in")
            $all = $false
            continue
        }
        Remove-Item $file
        $folder = Split-Path $path
        while ($folder -and -not (Get-ChildItem -Force "$target/$folder")) {
            Remove-Item "$target/$folder"
            $folder = Split-Path $folder
        }
    }
    $all
}

if ($Undo) {
    if (-not (Test-Path $manifest)) { Fail "nothing of TinyClassify is in $target" }
    $entries = Read-Manifest
    Remove-Item $manifest
    $all = Remove-Entries $entries
    $own = "$target/InteropAssemblies/TinyClassify.Native"
    if ((Test-Path $own) -and -not (Get-ChildItem -Force $own)) { Remove-Item $own }
    if ($all) { "apply.ps1: took the overlay out of $target"; exit 0 }
    "apply.ps1: took the overlay out of $target, but for the files named above (-Force removes them too)"
    exit 3
}

$wanted = (Get-Content "$here/UPSTREAM" | Where-Object { $_ -match '^commit\s' }) -replace '^commit\s+', ''
$seen = git -C $target rev-parse HEAD 2>$null
if ($LASTEXITCODE -ne 0) { Fail "$target is no git checkout: its commit cannot be told" }
if (-not $AnyCommit -and $seen -ne $wanted) {
    Fail "nf-interpreter is at commit $seen; the overlay was made for $wanted.`n  git -C $target checkout $wanted     brings it there; -AnyCommit tries it as it is."
}

# Path in the checkout -> source file.
$files = [ordered] @{}
function Add-Folder([string] $from, [string] $prefix) {
    $base = (Resolve-Path $from).Path
    foreach ($file in Get-ChildItem -Recurse -File $base | Sort-Object FullName) {
        $relative = $file.FullName.Substring($base.Length + 1).Replace('\', '/')
        if ("/$relative" -match '_test\.cc$|/golden/|/tools/|/tests/') { continue }
        $files["$prefix$relative"] = $file.FullName
    }
}
Add-Folder "$here/overlay" ''
$inside = 'InteropAssemblies/TinyClassify.Native/native-interop'
foreach ($part in 'cmake', 'include', 'engine', 'image', 'draw', 'interop', 'tflm') {
    if (Test-Path "$native/$part") { Add-Folder "$native/$part" "$inside/$part/" }
}
foreach ($part in 'CMakeLists.txt', 'model/classifier.tflite') {
    if (Test-Path "$native/$part") { $files["$inside/$part"] = (Resolve-Path "$native/$part").Path }
}

# First look at everything, then write: a refusal leaves the checkout as it was.
$old = Read-Manifest
$new = [ordered] @{}
$copy = @()
foreach ($path in $files.Keys) {
    $hash = Get-Hash $files[$path]
    $new[$path] = $hash
    if (Test-Path "$target/$path") {
        $present = Get-Hash "$target/$path"
        if ($present -eq $hash) { continue }
        if (-not $Force -and (-not $old.Contains($path) -or $old[$path] -ne $present)) {
            if ($path -eq 'CMakeUserPresets.json') {
                Fail "$target/$path is yours. Add targets/ChibiOS/ST_STM32F746G_DISCOVERY/CMakePresets.json to its `"include`" list, or move it away, then run apply.ps1 again (-Force overwrites it)."
            }
            Fail "$target/$path exists and is not as apply.ps1 left it; -Force overwrites it"
        }
    }
    $copy += $path
}
$gone = [ordered] @{}
foreach ($path in $old.Keys) { if (-not $new.Contains($path)) { $gone[$path] = $old[$path] } }

New-Item -ItemType Directory -Force (Split-Path $manifest) | Out-Null
$both = [ordered] @{}
foreach ($path in $new.Keys) { $both[$path] = $new[$path] }
foreach ($path in $gone.Keys) { $both[$path] = $gone[$path] }
Write-Manifest $both
foreach ($path in $copy) {
    New-Item -ItemType Directory -Force (Split-Path "$target/$path") | Out-Null
    Copy-Item $files[$path] "$target/$path.part"
    Move-Item -Force "$target/$path.part" "$target/$path"
}
[void] (Remove-Entries $gone)
Write-Manifest $new
"apply.ps1: $($new.Count) files in place, $($copy.Count) written, $($gone.Count) removed"
if (-not (Test-Path "$native/model/classifier.tflite")) {
    'apply.ps1: there is no native-interop/model/classifier.tflite; name a model with -DTINYCLASSIFY_MODEL=FILE'
}
