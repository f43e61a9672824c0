"""What others try: another user of the machine, another site's page, a script that would be one. All must be refused or
harmless.

    python attacks.py path/to/mien
"""

import os
import socket
import subprocess
import sys
import time

from watching import SHOWN, Browser, Watch, rest

MARKUP = "<img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>"
failures = []


def expect(what, is_so):
    print(("ok    " if is_so else "FAILED"), what)
    if not is_so:
        failures.append(what)


def ask(watch, request, seconds=3):
    with socket.create_connection(("127.0.0.1", watch.port), timeout=seconds) as connection:
        connection.sendall(request.encode())
        answer = b""
        try:
            while chunk := connection.recv(65536):
                answer += chunk
        except (TimeoutError, ConnectionResetError):
            pass
        return answer.decode(errors="replace")


def get(watch, path, host=None, headers=""):
    return ask(watch, f"GET {path} HTTP/1.1\r\nHost: {host or f'127.0.0.1:{watch.port}'}\r\n{headers}\r\n")


def strangers(watch):
    home = f"/{watch.token}/"
    expect("the page is there for who has the token", get(watch, home).startswith("HTTP/1.1 200"))
    for what, answer in {
        "no token": get(watch, "/"),
        "a token that is nearly right": get(watch, "/" + watch.token[:-1] + "x/"),
        "the stream without a token": get(watch, "/events"),
        "another Host": get(watch, home, host="evil.example"),
        "another Host with the port": get(watch, home, host=f"evil.example:{watch.port}"),
        "another Origin": get(watch, home, headers="Origin: http://evil.example\r\n"),
        "a page of another site": get(watch, home, headers="Sec-Fetch-Site: cross-site\r\n"),
        "a change without an Origin": ask(
            watch, f"POST {home}knob HTTP/1.1\r\nHost: 127.0.0.1:{watch.port}\r\nContent-Length: 2\r\n\r\n{{}}"),
        "a body of a gigabyte": ask(
            watch, f"POST {home}knob HTTP/1.1\r\nHost: 127.0.0.1:{watch.port}\r\nContent-Length: 1000000000\r\n\r\n"),
        "two Hosts": ask(watch, f"GET {home} HTTP/1.1\r\nHost: a\r\nHost: 127.0.0.1:{watch.port}\r\n\r\n"),
        "a file beside the page": get(watch, home + "../../etc/passwd"),
    }.items():
        expect(f"refused: {what} ({answer[:12]!r})", answer.startswith("HTTP/1.1 4") and watch.token not in answer)


def crowd(watch, page):
    before = memory(watch)
    idle = []
    for _ in range(1000):
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex(("127.0.0.1", watch.port))
        idle.append(connection)
    expect("a thousand silent connections: the page is served", get(watch, f"/{watch.token}/").startswith("HTTP/1.1 200"))
    watch.save(watch.text + "\n(2 + 2)\n")
    rest(page, watch.text)
    expect("and the open page follows", "(2 + 2)" in page.content())
    for connection in idle:
        connection.close()
    with socket.create_connection(("127.0.0.1", watch.port)) as connection:
        try:
            for _ in range(2000):
                connection.sendall(b"a" * 100_000)
        except OSError:
            pass
    expect(f"a head of 200 MB is cut off (memory {before} → {memory(watch)} MiB)", memory(watch) < before + 100)


def memory(watch):
    with open(f"/proc/{watch.process.pid}/status") as file:
        return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmRSS"))


def other_users(watch):
    with open(f"/proc/{watch.process.pid}/cmdline") as file:
        expect("the token is not among the arguments of the process", watch.token not in file.read())
    listening = subprocess.run(["ss", "-ltnp"], capture_output=True, text=True).stdout
    lines = [line for line in listening.splitlines() if f":{watch.port} " in line]
    expect("it listens on the loopback interface alone", all("127.0.0.1:" in line for line in lines))
    expect("no file holds the token", subprocess.run(
        ["grep", "-rl", watch.token, watch.folder], capture_output=True, text=True).stdout == "")


def markup(watch, page):
    folder = os.path.join(watch.folder, "people.csv")
    with open(folder, "w") as file:
        file.write("a,b,label\n" + "".join(f'{i},{i * i % 7},"{label}"\n' for i in range(40)
                                            for label in [MARKUP.replace('"', '""') if i % 2 else "plain"]))
    watch.save(f'# %% [markdown]\n# # {MARKUP}\n# {MARKUP} [x](javascript:alert(1))\n\n# %% {MARKUP}\n'
               f'd = load "{folder}" label=label\nd | classes\nd | logreg\n_ | confusion | plot\n{MARKUP}\n')
    rest(page, watch.text)
    time.sleep(0.5)
    expect("labels and words with markup run nothing", page.evaluate("window.pwned") is None)
    expect("and are shown as they are", "onerror" in page.inner_text("#blocks"))
    expect("no element was made of them", page.evaluate("document.querySelectorAll('img, #blocks script').length") == 0)
    page.evaluate("""html => { const place = document.createElement('div'); place.innerHTML = html;
      document.body.append(place); }""", MARKUP)
    page.evaluate("""() => { const script = document.createElement('script'); script.textContent = 'window.pwned = 1';
      document.body.append(script); }""")
    time.sleep(0.3)
    expect("even markup that had got in would run nothing", page.evaluate("window.pwned") is None)
    reached = page.evaluate("fetch('http://127.0.0.1:1/').then(() => 'yes', error => String(error))")
    expect("and could reach nobody", "yes" not in reached)


def other_site(watch, browser):
    page = browser.browser.new_page()
    page.goto("data:text/html,<h1>elsewhere</h1>")
    read = page.evaluate("url => fetch(url).then(r => r.text()).catch(e => 'no')", watch.address)
    expect("another site's page cannot read it", read == "no")
    page.set_content(f'<iframe src="{watch.address}"></iframe>')
    time.sleep(0.5)
    frames = [frame for frame in page.frames if frame.url.startswith("http://127")]
    expect("nor hold it in a frame", not frames or "block" not in (frames[0].content() if frames else ""))


def large(watch, page):
    good = watch.text
    watch.save("#" * 104_857_600)
    watch.text = good
    page.wait_for_function("() => !document.getElementById('problem').hidden", timeout=10_000)
    expect("a script of 100 MB is refused in words", "100 MiB" in page.inner_text("#problem"))
    expect("and what was shown stays", len(page.evaluate(SHOWN)) > 2)
    watch.save(good)
    page.wait_for_function("() => document.getElementById('problem').hidden", timeout=10_000)
    expect("it is followed again when it is small again", True)


def main():
    watch = Watch(sys.argv[1])
    with Browser() as browser:
        page = browser.open(watch.address)
        rest(page, watch.text)
        strangers(watch)
        other_users(watch)
        crowd(watch, page)
        other_site(watch, browser)
        markup(watch, page)
        large(watch, page)
    expect("it ends in order", watch.stop() == 0)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
