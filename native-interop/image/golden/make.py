#!/usr/bin/env python3
"""Makes the pictures of this folder: varieties that the tests' own encoders do not write.

Needs libjpeg-turbo's cjpeg (Debian package libjpeg-turbo-progs). The pictures are drawn here.
"""
import math
import pathlib
import struct
import subprocess
import zlib

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 67, 45  # No multiple of any MCU.


def picture() -> bytes:
    """Smooth waves of colour with a few hard edges, as a PPM file."""
    pixels = bytearray()
    for y in range(HEIGHT):
        for x in range(WIDTH):
            red = 128 + 100 * math.sin(x / 9) * math.cos(y / 11)
            green = 255 * x / (WIDTH - 1)
            blue = 255 * y / (HEIGHT - 1)
            if 20 < x < 30 and 10 < y < 30:
                red, green, blue = 250, 240, 30
            pixels += bytes((round(red), round(green), round(blue)))
    return b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + bytes(pixels)


def run(name: str, *command: str, data: bytes) -> bytes:
    result = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout
    (HERE / name).write_bytes(result)
    return result


def scans(text: str) -> str:
    path = HERE / "scans.txt"
    path.write_text(text)
    return str(path)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with_dynamic_codes() -> None:
    """A PNG whose zlib stream has blocks with Huffman codes of their own, and matches across IDAT chunks."""
    width, height = 64, 40
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += bytes(((x * x + y * 3) % 251, (x * y) % 241, (x // 8 * 16 + y // 8 * 32) % 256))
    stream = zlib.compress(bytes(rows), 9)
    assert stream[2] & 6 == 4, "the first block was to have dynamic codes"
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = b"".join(chunk(b"IDAT", stream[i : i + 1000]) for i in range(0, len(stream), 1000))
    (HERE / "dynamic_codes.png").write_bytes(b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b""))


def main() -> None:
    png_with_dynamic_codes()
    ppm = picture()
    quality = ("cjpeg", "-quality", "90")
    run("baseline_420.jpg", *quality, "-sample", "2x2", data=ppm)
    run("baseline_422.jpg", *quality, "-sample", "2x1", data=ppm)
    run("baseline_440.jpg", *quality, "-sample", "1x2", data=ppm)
    run("baseline_411.jpg", *quality, "-sample", "4x1", data=ppm)
    run("baseline_444.jpg", *quality, "-sample", "1x1", data=ppm)
    run("baseline_rgb.jpg", *quality, "-rgb", data=ppm)
    run("grey.jpg", *quality, "-grayscale", data=ppm)
    run("grey_progressive.jpg", *quality, "-grayscale", "-progressive", data=ppm)
    run("restart.jpg", *quality, "-restart", "2B", data=ppm)
    run("optimized.jpg", *quality, "-optimize", "-restart", "1", data=ppm)
    run("progressive_420.jpg", *quality, "-progressive", data=ppm)
    run("progressive_444_restart.jpg", *quality, "-progressive", "-sample", "1x1", "-restart", "1", data=ppm)
    separate = scans("0;\n1;\n2;\n")
    run("separate_scans.jpg", *quality, "-scans", separate, data=ppm)
    run("arithmetic.jpg", *quality, "-arithmetic", data=ppm)
    run("quality_100.jpg", "cjpeg", "-quality", "100", "-sample", "1x1", data=ppm)
    run("quality_5.jpg", "cjpeg", "-quality", "5", data=ppm)
    pathlib.Path(separate).unlink()


if __name__ == "__main__":
    main()
