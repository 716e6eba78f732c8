package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.lapwing.service.http.HttpEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// A platform as an operator starts it, with both its doors, and what someone does at the one for people.
final class ServedConsole implements AutoCloseable {
    /// RFC 6238: a code is of half a minute.
    private static final int CODE_MS = 30_000;

    private static final int TYPING_MS = 8_000;

    static final String NAME = "anna";
    static final String PASSWORD = "a lapwing in the meadow";

    private final RunningPlatform running;
    private final PeopleDoor door;

    private ServedConsole(RunningPlatform running, PeopleDoor door) {
        this.running = running;
        this.door = door;
    }

    /// Where nobody ever signed in.
    static ServedConsole open(Chromium chromium, Path data) {
        return open(chromium, data, RunningPlatform.embedded());
    }

    /// As the configuration says.
    static ServedConsole open(Chromium chromium, Path data, PlatformConfig config) {
        chromium.authority().enter(data);
        RunningPlatform running = RunningPlatform.open(data, config);
        Platform platform = running.platform();
        try {
            PeopleDoor door =
                    PeopleDoor.open(
                            platform,
                            WebDoor.tls(platform, new KmsPeers(platform.kms())),
                            HttpEvents.NONE,
                            new PeopleRooms(platform).routes());
            assertThat(door.firstRun(platform.folder())).isPresent();
            return new ServedConsole(running, door);
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    RunningPlatform running() {
        return running;
    }

    /// The file with the secret of the first run.
    Path firstRunFile() {
        return running.platform().folder().firstRun();
    }

    String url(String path) {
        return door.origin() + path;
    }

    /// Makes the first administrator, up to the choice of a second factor.
    void firstRun(Visit visit) {
        visit.open(url("/"));
        Page page = visit.page();
        try {
            page.getByLabel("First-run secret").fill(Files.readString(firstRunFile()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.getByLabel("Your name").fill(NAME);
        page.getByLabel("Password").fill(PASSWORD);
        button(visit, "Make the first administrator");
    }

    /// Sets an authenticator app up, and keeps the recovery codes to himself.
    CodeApp setUpCodes(Visit visit) {
        CodeApp app = new CodeApp(visit.page().locator(".secret-once").textContent());
        visit.page().getByLabel("Six digits").fill(code(visit, app));
        button(visit, "Set up and sign in");
        return app;
    }

    /// The app's next code, with time to type it: the first one is of the half minute before, which is taken until this one ends.
    static String code(Visit visit, CodeApp app) {
        long leftMs = CODE_MS - Instant.now().toEpochMilli() % CODE_MS;
        if (leftMs < TYPING_MS) {
            visit.page().waitForTimeout((double) leftMs);
        }
        return app.code();
    }

    /// Makes the first administrator, up to the overview.
    CodeApp comeIn(Visit visit) {
        firstRun(visit);
        CodeApp app = setUpCodes(visit);
        link(visit, "I have kept them");
        return app;
    }

    /// The first step of signing in.
    void signIn(Visit visit) {
        visit.open(url("/sign-in"));
        visit.page().getByLabel("Name").fill(NAME);
        visit.page().getByLabel("Password").fill(PASSWORD);
        button(visit, "Go on");
    }

    static void button(Visit visit, String name) {
        visit.page()
                .getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    static void link(Visit visit, String name) {
        visit.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    @Override
    public void close() {
        door.close();
        running.close();
    }
}
