package io.lapwing.joinserver;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.service.http.Response;
import java.net.URI;
import java.util.Map;

/// The other end of the Backend Interfaces: a network server or an application server that asks a Join Server, in the
/// synchronous mode.
///
/// It refuses an answer whose session keys are not wrapped. Safe for use by many threads.
public final class BackendClient {
    private static final int OK = 200;

    private final HttpsClient http;
    private final URI server;
    private final BackendCodec codec = new BackendCodec();

    /// @param http shows the peer's certificate
    /// @param server where the Join Server takes messages
    public BackendClient(HttpsClient http, URI server) {
        this.http = http;
        this.server = server;
    }

    /// Asks, and returns the answer whatever its result.
    ///
    /// @throws Fault `UNAVAILABLE` when there is no answer or its HTTP status is not 200, `BAD_INPUT` when it is not one
    ///     to this request
    public Answer ask(Request request) {
        HttpsClient.Answer response = http.post(server, Response.JSON, Map.of(), encode(request));
        if (response.status() != OK) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "HTTP status " + response.status() + " of " + server.getHost() + ": want 200");
        }
        Answer answer = decode(response.body());
        if (answer.header().transactionId() != request.header().transactionId()) {
            throw Fault.badInput(
                    "answer to TransactionID "
                            + answer.header().transactionId()
                            + ": want "
                            + request.header().transactionId());
        }
        return answer;
    }

    /// The JSON of a request, for who sends it another way.
    public Bytes encode(Request request) {
        return codec.encode(request);
    }

    /// The answer that the JSON says.
    public Answer decode(Bytes answer) {
        return codec.answers().decode(answer);
    }
}
