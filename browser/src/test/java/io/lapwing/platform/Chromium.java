package io.lapwing.platform;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Debian's Chromium, without a window. It trusts one authority, that of the tests; no error of a certificate is passed
/// over.
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private final TestAuthority authority;
    private final Playwright playwright;
    private final Browser browser;

    private Chromium(TestAuthority authority, Playwright playwright, Browser browser) {
        this.authority = authority;
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium launch(TestAuthority authority) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new AssertionError("no " + PROGRAM + ": apt-get install chromium");
        }
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new LaunchOptions()
                                        .setExecutablePath(PROGRAM)
                                        .setArgs(
                                                List.of(
                                                        "--ignore-certificate-errors-spki-list="
                                                                + authority.pin())));
        return new Chromium(authority, playwright, browser);
    }

    /// The authority that it trusts.
    TestAuthority authority() {
        return authority;
    }

    /// Someone who has never been here: no cookies, no cache.
    Visit visit(Look look) {
        return new Visit(browser.newContext(look.options()));
    }

    /// Someone who comes back.
    ///
    /// @param cookies of an earlier visit: [Visit#cookies]
    Visit visit(Look look, String cookies) {
        return new Visit(browser.newContext(look.options().setStorageState(cookies)));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
