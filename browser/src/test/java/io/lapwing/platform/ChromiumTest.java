package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Pki;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.ClientCertificates;
import io.lapwing.service.http.HttpConfig;
import io.lapwing.service.http.HttpEvents;
import io.lapwing.service.http.HttpLimits;
import io.lapwing.service.http.HttpServer;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the other tests rely on: that trouble in the browser fails a test, on pages of a server of this test.
@ExtendWith(InChromium.class)
class ChromiumTest {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";

    private static final String GOOD =
            """
            <!doctype html><html lang="en"><title>Good</title>
            <main><h1>Good</h1><p>Nothing is wrong here.</p></main><script src="/good.js"></script></html>
            """;

    private static final String INLINE =
            "<!doctype html><html lang=en><title>Bad</title><script>document.title = 'Worse'</script>";

    private static final String PALE =
            "<!doctype html><title>Pale</title><main><h1>Pale</h1><img alt src='/no'><input></main>";

    private static HttpServer serve(Pki pki, Route... routes) {
        return HttpServer.start(
                new HttpConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        ClientCertificates.OPTIONAL,
                        false,
                        HttpLimits.defaults()),
                new TlsMaterial(pki.issueServer(List.of("localhost")), List.of(pki.authority())),
                HttpEvents.NONE,
                List.of(routes));
    }

    private static Route file(String path, String type, String text) {
        return Route.get(
                path,
                Access.open(),
                _ ->
                        Response.ok(type, Bytes.of(text.getBytes(StandardCharsets.UTF_8)))
                                .with("Content-Security-Policy", POLICY));
    }

    private static HttpServer pages(Chromium chromium) {
        return serve(
                chromium.authority().pki(),
                file("/good", "text/html; charset=utf-8", GOOD),
                file("/good.js", "text/javascript", "document.title += ' and scripted'"),
                file("/inline", "text/html; charset=utf-8", INLINE),
                file("/pale", "text/html; charset=utf-8", PALE),
                file(
                        "/throws",
                        "text/html",
                        "<title>Throws</title><script src=/throws.js></script>"),
                file("/throws.js", "text/javascript", "throw new Error('out of order')"));
    }

    private static String url(HttpServer server, String path) {
        return "https://localhost:" + server.port() + path;
    }

    @Test
    void showsAPageUnderAStrictPolicy(Chromium chromium) {
        try (HttpServer server = pages(chromium);
                Visit visit = chromium.visit(Look.WIDE)) {
            int status = visit.open(url(server, "/good"));

            assertThat(status).isEqualTo(200);
            assertThat(visit.page().title()).isEqualTo("Good and scripted");
            assertThat(visit.received())
                    .anySatisfy(page ->
                            assertThat(page.text()).contains("Nothing is wrong here", POLICY));
        }
    }

    @Test
    void readsAgainWhatTheBrowserLeft(Chromium chromium) {
        try (HttpServer server = pages(chromium);
                Visit visit = chromium.visit(Look.WIDE)) {
            visit.open(url(server, "/good"));

            Visit.Received again = visit.read(url(server, "/inline"));

            assertThat(again.text()).contains("content-security-policy: " + POLICY, INLINE);
        }
    }

    @Test
    void runsNoScriptWhereScriptsAreOff(Chromium chromium) {
        try (HttpServer server = pages(chromium);
                Visit visit = chromium.visit(Look.PHONE.inTheDark().withoutScript())) {
            visit.open(url(server, "/good"));

            assertThat(visit.page().title()).isEqualTo("Good");
        }
    }

    @Test
    void failsWithAViolationOfThePolicy(Chromium chromium) {
        try (HttpServer server = pages(chromium)) {
            Visit visit = chromium.visit(Look.WIDE);
            visit.open(url(server, "/inline"));

            assertThatThrownBy(visit::close).hasMessageContaining("Content Security Policy");
        }
    }

    @Test
    void failsWithAnErrorOfAScript(Chromium chromium) {
        try (HttpServer server = pages(chromium)) {
            Visit visit = chromium.visit(Look.WIDE);
            visit.open(url(server, "/throws"));

            assertThatThrownBy(visit::close).hasMessageContaining("out of order");
        }
    }

    @Test
    void failsWithAnAnswerThatWasNotExpected(Chromium chromium) {
        try (HttpServer server = pages(chromium)) {
            Visit expecting = chromium.visit(Look.WIDE).expecting(404);
            Visit visit = chromium.visit(Look.WIDE);
            expecting.open(url(server, "/nowhere"));
            visit.open(url(server, "/nowhere"));

            expecting.close();
            assertThatThrownBy(visit::close).hasMessageContaining("answer 404");
        }
    }

    @Test
    void trustsNoOtherAuthority(Chromium chromium, @TempDir Path folder) {
        Pki other = TestAuthority.in(folder.resolve("other")).pki();
        try (HttpServer server = serve(other, file("/good", "text/html", GOOD))) {
            Visit visit = chromium.visit(Look.WIDE);

            assertThatThrownBy(() -> visit.open(url(server, "/good")))
                    .hasMessageContaining("ERR_CERT_AUTHORITY_INVALID");
            assertThatThrownBy(visit::close).hasMessageContaining("ERR_CERT_AUTHORITY_INVALID");
        }
    }

    @Test
    void findsWhatAxeFindsWrong(Chromium chromium) {
        Axe axe = Axe.load();
        try (HttpServer server = pages(chromium)) {
            Visit visit = chromium.visit(Look.WIDE);
            visit.open(url(server, "/good"));
            List<String> good = axe.violations(visit.page());
            visit.open(url(server, "/pale"));
            List<String> pale = axe.violations(visit.page());

            assertThat(good).isEmpty();
            assertThat(pale)
                    .anySatisfy(violation -> assertThat(violation).startsWith("html-has-lang"))
                    .anySatisfy(violation -> assertThat(violation).startsWith("label"));
            assertThatThrownBy(visit::close).hasMessageContaining("img-src");
        }
    }

    @Test
    void makesAPasskey(Chromium chromium) {
        try (HttpServer server = pages(chromium);
                Visit visit = chromium.visit(Look.WIDE)) {
            visit.open(url(server, "/good"));
            Passkey passkey = Passkey.in(visit);

            Object kind =
                    visit.page()
                            .evaluate(
                                    """
                                    async () => (await navigator.credentials.create({publicKey: {
                                      challenge: new Uint8Array(32), rp: {name: 'Lapwing'},
                                      user: {id: new Uint8Array(8), name: 'anna', displayName: 'Anna'},
                                      pubKeyCredParams: [-7, -257].map(alg => ({type: 'public-key', alg})),
                                    }})).type
                                    """);

            assertThat(kind).isEqualTo("public-key");
            assertThat(passkey.size()).isEqualTo(1);
        }
    }
}
