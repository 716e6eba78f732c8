package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.nio.charset.StandardCharsets;

/// Asks for the fixed body, with one of the size of a JoinReq.
final class BenchFixedWork implements BenchLoad.Work {
    /// The octets of a JoinReq as [BenchNetworkServer] writes it.
    static final int REQUEST_BYTES = 290;

    private final byte[] body = "0".repeat(REQUEST_BYTES).getBytes(StandardCharsets.US_ASCII);

    @Override
    public byte[] next() {
        return body;
    }

    @Override
    public void answered(int status, byte[] answer) {
        if (status != 200) {
            throw new Fault(Fault.Kind.INTERNAL, "HTTP status " + status + " for a fixed body");
        }
    }
}
