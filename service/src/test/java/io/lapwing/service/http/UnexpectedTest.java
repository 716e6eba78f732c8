package io.lapwing.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Fault;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.TestBed.RawClient;
import io.lapwing.service.people.Principal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong before a handler is called tells no more than what goes wrong in it.
class UnexpectedTest {
    @ParameterizedTest
    @ValueSource(strings = {"TAMPERED", "INTERNAL", "none of the family"})
    void tellsNothingOfWhatFailsInTheAuthentication(String kind) throws Exception {
        Authentication failing =
                new Authentication() {
                    @Override
                    public Optional<Principal> principal(Request request) {
                        throw kind.startsWith("none")
                                ? new IllegalStateException("inner thoughts")
                                : new Fault(Fault.Kind.valueOf(kind), "inner thoughts");
                    }

                    @Override
                    public Response challenge(Request request) {
                        return Response.problem(401, "sign in");
                    }
                };
        TestBed keys = new TestBed(ClientCertificates.OPTIONAL, TestBed.LIMITS);
        TlsMaterial tls = keys.material();
        HttpConfig config =
                new HttpConfig(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        ClientCertificates.OPTIONAL,
                        false,
                        TestBed.LIMITS);
        Route route = Route.get("/mine", Access.signedIn(), _ -> Response.text("mine"));
        try (keys;
                HttpServer server =
                        HttpServer.start(config, tls, HttpEvents.NONE, failing, List.of(route));
                RawClient client =
                        TestBed.connect(
                                keys.client(keys.pki.issueClient(new PeerIdentity("a", "b"))),
                                server.port())) {
            String answer = client.get("/mine");

            assertThat(answer)
                    .startsWith("HTTP/1.1 500 ")
                    .doesNotContain("inner")
                    .containsPattern("\"id\":\"[0-9a-f]{16}\"");
        }
    }
}
