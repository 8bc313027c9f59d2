#!/usr/bin/env pwsh
# The one entry to everything on Windows: says what is missing, then calls dotnet or cmake.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:MSBUILDDISABLENODEREUSE = '1'

function Fail([string] $message) {
    [Console]::Error.WriteLine("build.ps1: error: $message")
    exit 1
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
    if (-not $env:STB_INCLUDE_DIR -and -not $env:VCPKG_ROOT) {
        Fail "the stb headers are missing (they decode JPEG, PNG and BMP).`n  vcpkg install stb, and set VCPKG_ROOT; or set STB_INCLUDE_DIR to the folder that holds stb_image.h"
    }
}

function Require-Arm {
    Require 'arm-none-eabi-gcc' 'compiles for the Cortex-M7' 'winget install Arm.GnuArmEmbeddedToolchain'
}

function Run {
    $program, $rest = $args
    & $program @rest
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

$verb, $rest = $args
if (-not $verb) { $verb = 'help' }
if ($null -eq $rest) { $rest = @() }

switch ($verb) {
    { $_ -in 'demo', 'board' } {
        Require-Native; Require-Dotnet
        Run dotnet run -c Release --project "$root/device/virtual-board/TinyClassify.VirtualBoard.csproj" -- $verb @rest
    }
    'test' {
        Require-Native; Require-Dotnet
        Run dotnet run -c Release --project "$root/tests/TinyClassify.TestRun/TinyClassify.TestRun.csproj" -- @rest
    }
    'train' {
        Require-Native; Require-Dotnet
        Run dotnet run -c Release --project "$root/host-trainer/TinyClassify.Trainer.csproj" -- run @rest
    }
    'bench' {
        Fail 'the bench runs on Linux (or in WSL): ./build.sh bench'
    }
    'firmware' {
        Require 'cmake' 'builds the native code' 'winget install Kitware.CMake'
        Require-Arm
        Run cmake -S "$root/native-interop" -B "$root/out/cortex-m7" -G Ninja -DCMAKE_BUILD_TYPE=Release "-DCMAKE_TOOLCHAIN_FILE=$root/native-interop/cmake/cortex-m7.cmake"
        Run cmake --build "$root/out/cortex-m7"
    }
    { $_ -in 'help', '-h', '--help' } {
        Get-Content "$root/docs/verbs.txt"
    }
    default {
        [Console]::Error.WriteLine("build.ps1: error: there is no verb `"$verb`"")
        Get-Content "$root/docs/verbs.txt"
        exit 2
    }
}
