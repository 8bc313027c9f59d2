#!/usr/bin/env pwsh
# The one entry to everything on Windows: says what is missing, then calls dotnet or cmake.
# Calls .NET where a cmdlet would do: so it runs alike in Windows PowerShell 5.1, in pwsh, and on the bare engine of the tests.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:MSBUILDDISABLENODEREUSE = '1'

function Fail([string] $message) {
    [Console]::Error.WriteLine("build.ps1: error: $message")
    exit 2
}

function Have([string] $command) { $null -ne (Get-Command $command -ErrorAction SilentlyContinue) }

function Require([string] $command, [string] $purpose, [string] $how) {
    if (-not (Have $command)) { Fail "$command is missing ($purpose).`n  $how`nThen run this command again in a new window." }
}

function Require-Dotnet {
    $sdks = if (Have 'dotnet') { dotnet --list-sdks } else { @() }
    if (-not ($sdks -match '^10\.')) { Fail "the .NET 10 SDK is missing.`n  winget install Microsoft.DotNet.SDK.10`nThen run this command again in a new window." }
}

function Require-Native {
    Require 'cmake' 'builds the native code' 'winget install Kitware.CMake'
}

function Require-Arm {
    Require 'arm-none-eabi-gcc' 'compiles for the Cortex-M7' 'winget install Arm.GnuArmEmbeddedToolchain'
}

function Run([string] $program, [string[]] $arguments) {
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

# Builds a program quietly, then runs it.
function Run-Program([string] $folder, [string] $project, [string] $dll, [string[]] $arguments) {
    [Console]::Out.WriteLine('build.ps1: restoring and compiling (about a minute the first time, seconds later)')
    $lines = @(dotnet build "$root/$folder/$project" -c Release --nologo)
    if ($LASTEXITCODE -ne 0) { Fail ("it does not compile.`n" + (($lines -match 'error') -join "`n")) }
    Run 'dotnet' (@("$root/$folder/bin/Release/net10.0/$dll") + $arguments)
}

# The overlay, then nf-interpreter's own build; build.sh also prints the sizes by part.
function Build-Firmware([string] $folder) {
    $nf = [IO.Path]::GetFullPath([IO.Path]::Combine($PWD.ProviderPath, $folder))
    & "$root/nf-interpreter-patch/apply.ps1" $nf
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    Run 'cmake' @('-S', $nf, '--preset', 'ST_STM32F746G_DISCOVERY', '-B', "$nf/build")
    Run 'cmake' @('--build', "$nf/build")
    Run 'arm-none-eabi-size' @("$nf/build/nanoBooter.elf", "$nf/build/nanoCLR.elf")
}

$verb = if ($args.Count -gt 0) { [string] $args[0] } else { 'help' }
[string[]] $rest = @()
if ($args.Count -gt 1) { $rest = $args[1..($args.Count - 1)] }

switch ($verb) {
    { $_ -in 'demo', 'board' } {
        Require-Native; Require-Dotnet
        Run-Program 'device/virtual-board' 'TinyClassify.VirtualBoard.csproj' 'tinyclassify-board.dll' (@($verb) + $rest)
    }
    'test' {
        Require-Native; Require-Dotnet
        # --all fetches on Debian; here what a test compares with is there or it is skipped.
        [string[]] $wanted = @($rest -ne '--all')
        Run 'dotnet' (@('run', '-c', 'Release', '--project', "$root/tests/TinyClassify.TestRun/TinyClassify.TestRun.csproj", '--') + $wanted)
    }
    'train' {
        Require-Native; Require-Dotnet
        Run-Program 'host-trainer' 'TinyClassify.Trainer.csproj' 'tinyclassify.dll' (@('run') + $rest)
    }
    'bench' {
        Fail 'the bench runs on Linux (or in WSL): ./build.sh bench'
    }
    'mutants' {
        Fail 'mutants are made and judged on Linux (or in WSL): ./build.sh mutants'
    }
    'pack' {
        Fail 'packages are made by a shell script (Linux, macOS, WSL or Git Bash): ./build.sh pack'
    }
    'page' {
        Fail 'the page is made by a shell script (Linux, macOS or WSL): ./build.sh page'
    }
    'firmware' {
        Require-Native
        Require 'ninja' 'builds the native code' 'winget install Ninja-build.Ninja'
        Require-Arm
        if ($rest.Count -gt 0) {
            Build-Firmware $rest[0]
            break
        }
        $build = "$root/out/native/cortex-m7"
        Run 'cmake' @('-S', "$root/native-interop", '-B', $build, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release',
            "-DCMAKE_TOOLCHAIN_FILE=$root/native-interop/cmake/cortex-m7.cmake")
        Run 'cmake' @('--build', $build)
        Run 'arm-none-eabi-size' @('--totals', "$build/libtinyclassify_engine.a", "$build/image/libtinyclassify_pictures.a")
    }
    { $_ -in 'help', '-h', '--help' } {
        [IO.File]::ReadAllText("$root/docs/verbs.txt")
    }
    default {
        [Console]::Error.WriteLine("build.ps1: error: there is no verb `"$verb`"`n")
        [Console]::Error.WriteLine([IO.File]::ReadAllText("$root/docs/verbs.txt"))
        exit 2
    }
}
