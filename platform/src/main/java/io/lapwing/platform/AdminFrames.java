package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What goes over the administrators' socket: one request, then pieces of output until the exit code.
///
/// A text is its length in octets (4 octets, most significant first) and that much UTF-8; an answer is its kind
/// (1 octet) and a text.
final class AdminFrames {
    /// No text is longer.
    static final int MAX_TEXT_BYTES = 256 * 1024;

    /// No request has more arguments, and none more variables.
    static final int MAX_TEXTS = 256;

    private AdminFrames() {}

    /// A command to run as if it were typed.
    ///
    /// @param arguments the whole command line after `lapwing`
    /// @param environment the variables that say how to write for the caller
    /// @param folder the caller's working folder
    /// @param input what the caller has on standard input; empty when the command reads none
    record Request(
            List<String> arguments, Map<String, String> environment, String folder, String input) {}

    /// The kinds of answer.
    enum Kind {
        OUT(1),
        ERR(2),
        EXIT(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /// One piece of an answer.
    record Answer(Kind kind, String text) {}

    static void write(DataOutputStream out, Request request) throws IOException {
        out.writeInt(request.arguments().size());
        for (String argument : request.arguments()) {
            writeText(out, argument);
        }
        out.writeInt(request.environment().size());
        for (Map.Entry<String, String> variable : request.environment().entrySet()) {
            writeText(out, variable.getKey());
            writeText(out, variable.getValue());
        }
        writeText(out, request.folder());
        writeText(out, request.input());
        out.flush();
    }

    static Request readRequest(DataInputStream in) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (int left = readCount(in); left > 0; left--) {
            arguments.add(readText(in));
        }
        Map<String, String> environment = new HashMap<>();
        for (int left = readCount(in); left > 0; left--) {
            environment.put(readText(in), readText(in));
        }
        return new Request(
                List.copyOf(arguments), Map.copyOf(environment), readText(in), readText(in));
    }

    static void write(DataOutputStream out, Kind kind, String text) throws IOException {
        synchronized (out) {
            out.writeByte(kind.code);
            writeText(out, text);
            out.flush();
        }
    }

    static Answer readAnswer(DataInputStream in) throws IOException {
        int code = in.readByte();
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return new Answer(kind, readText(in));
            }
        }
        throw Fault.badInput("admin answer of kind " + code + ": want 1, 2 or 3");
    }

    /// A writer whose text becomes answers of one kind.
    static Writer writer(DataOutputStream out, Kind kind) {
        return new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                int most = MAX_TEXT_BYTES / 4;
                for (int at = offset; at < offset + length; at += most) {
                    int piece = Math.min(most, offset + length - at);
                    AdminFrames.write(out, kind, new String(text, at, piece));
                }
            }

            @Override
            public void flush() throws IOException {
                // Each write is sent at once; an empty piece finds out whether the caller is still
                // there.
                AdminFrames.write(out, kind, "");
            }

            @Override
            public void close() {
                // The stream below belongs to the socket.
            }
        };
    }

    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_TEXTS) {
            throw Fault.badInput(count + " texts in an admin request: want at most " + MAX_TEXTS);
        }
        return count;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        checkLength(octets.length);
        out.writeInt(octets.length);
        out.write(octets);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        checkLength(length);
        byte[] octets = in.readNBytes(length);
        if (octets.length < length) {
            throw new EOFException("cut off");
        }
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static void checkLength(int length) {
        if (length < 0 || length > MAX_TEXT_BYTES) {
            throw Fault.badInput(
                    "text of "
                            + length
                            + " bytes in an admin frame: want at most "
                            + MAX_TEXT_BYTES);
        }
    }
}
