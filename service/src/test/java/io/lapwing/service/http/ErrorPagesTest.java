package io.lapwing.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.TestBed.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What browsers and programs get when something is refused.
class ErrorPagesTest {
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";

    private TestBed bed;
    private HttpServer server;

    @BeforeEach
    void starts() throws Exception {
        bed = new TestBed(ClientCertificates.REQUIRED, TestBed.LIMITS);
        server =
                HttpServer.start(
                        new HttpConfig(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                ClientCertificates.REQUIRED,
                                false,
                                TestBed.LIMITS),
                        bed.material(),
                        HttpEvents.NONE,
                        Authentication.none(),
                        ErrorPagesTest::page,
                        List.of(
                                Route.post("/small", Access.anyPeer(), _ -> Response.empty(204))
                                        .limit(4),
                                Route.get(
                                        "/role", Access.roles("nobody"), _ -> Response.empty(204)),
                                Route.get(
                                        "/defect",
                                        Access.anyPeer(),
                                        _ -> {
                                            throw new IllegalStateException("a secret");
                                        })));
    }

    @AfterEach
    void ends() {
        server.close();
        bed.close();
    }

    private static Optional<Response> page(Request request, ErrorPages.Trouble trouble) {
        String text =
                "<p>"
                        + request.path()
                        + " "
                        + trouble.title()
                        + trouble.id().map(_ -> " ID").orElse("");
        return Optional.of(
                Response.of(
                        trouble.status(),
                        "text/html",
                        Bytes.of(text.getBytes(StandardCharsets.UTF_8))));
    }

    private String ask(String line, String headers, String body) throws Exception {
        TlsMaterial material = bed.client("admin", "root");
        try (RawClient client = TestBed.connect(material, server.port())) {
            client.send(
                    "%s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
                            .formatted(line, headers, body.length(), body));
            return client.receive();
        }
    }

    @Test
    void showsABrowserAPageForEachRefusal() throws Exception {
        String nowhere = ask("GET /nowhere", BROWSER, "");
        String role = ask("GET /role", BROWSER, "");
        String method = ask("GET /small", BROWSER, "");
        String large = ask("POST /small", BROWSER, "five!");
        String defect = ask("GET /defect", BROWSER, "");

        assertThat(nowhere).startsWith("HTTP/1.1 404 ").endsWith("<p>/nowhere Not Found");
        assertThat(role).startsWith("HTTP/1.1 403 ").endsWith("<p>/role Forbidden");
        assertThat(method)
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: POST\r\n")
                .endsWith("<p>/small Method Not Allowed");
        assertThat(large).startsWith("HTTP/1.1 413 ").endsWith("<p>/small Content Too Large");
        assertThat(defect)
                .startsWith("HTTP/1.1 500 ")
                .endsWith("<p>/defect Internal Server Error ID")
                .doesNotContain("secret");
    }

    @Test
    void tellsAProgramAProblem() throws Exception {
        String none = ask("GET /nowhere", "", "");
        String json = ask("GET /nowhere", "Accept: application/json\r\n", "");
        String any = ask("GET /nowhere", "Accept: */*\r\n", "");

        assertThat(List.of(none, json, any))
                .allMatch(answer -> answer.contains("application/problem+json"));
    }
}
