"""JupyterLab in headless Chromium with Mien's kernel: run all, pictures, an error, completion, help; screenshots to look at.

    pip install jupyterlab playwright          # and Chromium, which CHROMIUM names
    python lab.py path/to/mien FOLDER          # beside mien-kernel; the pictures are written into FOLDER
"""

import asyncio
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.request

from playwright.async_api import async_playwright

PORT = 18899
CELLS = [
    "faces = faces n=160 subjects=8\nfaces | classes | plot",
    "base = faces | lbp | pca 20 | svm rbf\nbase",
    "base | confusion | plot",
    "faces | lbp | svm rfb",
    "(6 * 7)",
]
KINDS = "[...document.querySelectorAll('.jp-OutputArea-output')].map(o => o.dataset.mimeType)"
OFFERED = "[...document.querySelectorAll('.jp-Completer-item')].map(e => e.innerText.trim())"


def notebook():
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for n, source in enumerate(CELLS)
    ]
    kernel = {"name": "mien", "display_name": "Mien", "language": "mien"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}


async def type_into_last_cell(page, text, keys):
    await page.locator(".jp-Notebook .jp-Cell").last.locator(".cm-content").click()
    await page.keyboard.press("Control+A")
    await page.keyboard.type(text)
    await page.keyboard.press(keys)


async def drive(folder):
    async with async_playwright() as tools:
        browser = await tools.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = await browser.new_page(viewport={"width": 1280, "height": 1600})
        await page.goto(f"http://127.0.0.1:{PORT}/lab/tree/study.ipynb?token=abc", timeout=120_000)
        await page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
        await page.wait_for_timeout(4000)
        await page.click("text=Run")
        await page.click("li:has-text('Run All Cells') >> nth=0")
        await page.wait_for_function("document.body.innerText.includes('E0104')", timeout=180_000)
        await page.wait_for_timeout(1500)
        await page.screenshot(path=folder / "run-all.png")
        print("outputs:", await page.evaluate(KINDS))
        await type_into_last_cell(page, "base | con", "Tab")
        await page.wait_for_selector(".jp-Completer-item")
        await page.wait_for_timeout(500)
        await page.screenshot(path=folder / "completion.png")
        offered = await page.evaluate(OFFERED)
        print("offered:", offered)
        assert offered == ["confusion"]
        await page.keyboard.press("Escape")
        await type_into_last_cell(page, "pca", "Shift+Tab")
        await page.wait_for_selector(".jp-Tooltip")
        assert "components to keep" in await page.inner_text(".jp-Tooltip")
        await page.screenshot(path=folder / "help.png")
        await browser.close()


def main():
    mien, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    folder.mkdir(exist_ok=True)
    (folder / "study.ipynb").write_text(json.dumps(notebook()))
    subprocess.run([mien, "kernel", "install", "--prefix", sys.prefix], check=True)
    jupyter = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={PORT}"]
    server = subprocess.Popen(jupyter + ["--ServerApp.token=abc", f"--notebook-dir={folder}"])
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api?token=abc", timeout=1)
                break
            except OSError:
                time.sleep(0.5)
        asyncio.run(drive(folder))
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
