#!/usr/bin/python3
"""The browser that WebKitWebDriver starts: WebKitGTK with a persistent profile and ITP.

The stock MiniBrowser is always ephemeral under automation, and ITP does nothing in an ephemeral session: a test of cookie
lifetimes would pass there for the wrong reason. API 4.1, because 6.0 makes its automation session ephemeral too.

Arguments: --profile FOLDER --proxy URL [--itp-off]
"""
import argparse
import os

os.environ["WEBKIT_DISABLE_COMPOSITING_MODE"] = "1"
os.environ["NO_AT_BRIDGE"] = "1"

import gi  # noqa: E402

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

SIGTERM = 15

options = argparse.ArgumentParser()
options.add_argument("--profile", required=True)
options.add_argument("--proxy", required=True)
options.add_argument("--itp-off", action="store_true")
asked, _ = options.parse_known_args()

data = WebKit2.WebsiteDataManager(
    base_data_directory=asked.profile + "/data", base_cache_directory=asked.profile + "/cache"
)
data.set_itp_enabled(not asked.itp_off)
data.set_network_proxy_settings(
    WebKit2.NetworkProxyMode.CUSTOM, WebKit2.NetworkProxySettings.new(asked.proxy, None)
)
data.get_cookie_manager().set_persistent_storage(
    asked.profile + "/cookies.sqlite", WebKit2.CookiePersistentStorage.SQLITE
)
context = WebKit2.WebContext.new_with_website_data_manager(data)
context.set_automation_allowed(True)
windows = []


def open_view(*_):
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    window = Gtk.Window()
    window.set_default_size(1024, 768)
    window.add(view)
    window.show_all()
    view.connect("close", lambda _: window.destroy())
    windows.append(window)
    return view


def begin(_, session):
    program = WebKit2.ApplicationInfo()
    program.set_name("webkit-program")
    program.set_version(
        WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version()
    )
    session.set_application_info(program)
    session.connect("create-web-view", open_view)
    session.connect("will-close", lambda *_: Gtk.main_quit())


def end():
    Gtk.main_quit()
    return False


context.connect("automation-started", begin)
GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, SIGTERM, end)
Gtk.main()
