package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Someone's visit, in one tab with cookies of its own. When it ends, nothing may have gone wrong in it: no violation of a
/// content security policy, no error in the console or of a script, no failed request, no answer of 400 and above that the
/// test did not expect.
final class Visit implements AutoCloseable {
    private static final double PATIENCE_MS = 10_000;
    private static final int FIRST_ERROR_STATUS = 400;

    /// What Chromium says of a request that the page itself gave up, such as a stream of events when it is left.
    private static final String GIVEN_UP = "net::ERR_ABORTED";

    /// What htmx says of a request that a later one, or another page, took the place of.
    private static final String ABORTED = "htmx:sendAbort";

    /// What it says of every request without an answer; one that failed is judged by [#onFailure].
    private static final String AFTER_REQUEST = "htmx:afterRequest";

    /// How Chromium's console begins to report a status of 400 and above: [#onResponse] judges those.
    private static final String STATUS_REPORT =
            "Failed to load resource: the server responded with a status of ";

    /// The header of requests by [#READ], which are no part of the visit.
    private static final String AGAIN = "x-read-again";

    /// Reads an address of the page's own server within the page, which trusts what Chromium trusts. Its answer is headers and
    /// body, whose characters are octets.
    private static final String READ =
            """
            async url => {
              const answer = await fetch(url, {headers: {'x-read-again': 'yes'}});
              const octets = new Uint8Array(await answer.arrayBuffer());
              const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}\n`).join('');
              return headers + Array.from(octets, octet => String.fromCharCode(octet)).join('');
            }\
            """;

    private final BrowserContext context;
    private final Page page;
    private final List<String> troubles = new ArrayList<>();
    private final List<Received> received = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final Set<Integer> expected = new HashSet<>();

    /// What came from a server.
    ///
    /// @param text its headers and its body, whose characters are octets
    record Received(String url, String text) {}

    Visit(BrowserContext context) {
        this.context = context;
        context.setDefaultTimeout(PATIENCE_MS);
        context.onConsoleMessage(this::onConsole);
        context.onWebError(error -> troubles.add("error of a script: " + error.error()));
        context.onRequestFailed(this::onFailure);
        context.onResponse(this::onResponse);
        context.onRequestFinished(this::onFinished);
        page = context.newPage();
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /// Lets an answer of this status pass as right.
    Visit expecting(int status) {
        expected.add(status);
        return this;
    }

    /// Goes to an address.
    ///
    /// @return the status of the answer, after redirections
    int open(String url) {
        Response response = page.navigate(url);
        if (response == null) {
            throw new AssertionError("no answer from " + url);
        }
        return response.status();
    }

    /// The cookies of this visit, for a later one.
    String cookies() {
        return context.storageState();
    }

    /// Everything that servers sent so far. A page that the browser left before it was read, as when it had just refreshed
    /// itself, is asked for again.
    ///
    /// @throws AssertionError when the browser went on before the answer to a form was read
    List<Received> received() {
        List<String> again = List.copyOf(left);
        left.clear();
        again.forEach(url -> received.add(read(url)));
        assertThat(lost).as("answers that were left too soon to be read").isEmpty();
        return List.copyOf(received);
    }

    /// What the server of the page that is shown says at an address of its own.
    Received read(String url) {
        return new Received(url, (String) page.evaluate(READ, url));
    }

    private void onConsole(ConsoleMessage message) {
        boolean judgedElsewhere =
                message.text().startsWith(STATUS_REPORT)
                        || message.text().startsWith(AFTER_REQUEST)
                        || message.text().startsWith(ABORTED);
        if (!judgedElsewhere && Set.of("error", "warning").contains(message.type())) {
            troubles.add("console: " + message.text() + " at " + message.location());
        }
    }

    private void onFailure(Request request) {
        if (!GIVEN_UP.equals(request.failure())) {
            troubles.add("no answer: " + request.url() + " " + request.failure());
        }
    }

    private void onResponse(Response response) {
        int status = response.status();
        if (status >= FIRST_ERROR_STATUS && !expected.contains(status)) {
            troubles.add("answer " + status + ": " + response.url());
        }
    }

    private void onFinished(Request request) {
        Response response = request.response();
        if (response == null || request.headers().containsKey(AGAIN)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        response.headers().forEach((name, value) -> text.append(name + ": " + value + "\n"));
        boolean redirection = response.status() / 100 == 3;
        try {
            if (!redirection) {
                text.append(new String(response.body(), StandardCharsets.ISO_8859_1));
            }
            received.add(new Received(response.url(), text.toString()));
        } catch (PlaywrightException e) {
            if (request.method().equals("GET")) {
                left.add(response.url());
            } else {
                lost.add(response.url() + ": " + e.getMessage());
            }
        }
    }

    /// Ends the visit.
    ///
    /// @throws AssertionError when something went wrong in it
    @Override
    public void close() {
        // A page that is gone sends nothing more: events of one that closes would find it gone. The
        // browser's own page for an
        // address that did not answer sends nothing either, and may still be on its way.
        context.pages().stream()
                .filter(open -> open.url().startsWith("https:"))
                .forEach(open -> open.navigate("about:blank"));
        context.close();
        assertThat(troubles).as("what went wrong in the browser").isEmpty();
    }
}
