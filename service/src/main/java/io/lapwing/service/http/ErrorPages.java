package io.lapwing.service.http;

import java.util.Optional;

/// Shows to people, as a page, what programs are told as a problem (RFC 9457).
@FunctionalInterface
public interface ErrorPages {
    /// The page; a problem's own headers are added to it. Empty: the problem itself is answered.
    Optional<Response> page(Request request, Trouble trouble);

    /// Nobody looks here: only problems.
    static ErrorPages none() {
        return (_, _) -> Optional.empty();
    }

    /// What went wrong.
    ///
    /// @param status 400 to 599
    /// @param title the status's meaning: `Not Found`
    /// @param detail what to do about it
    /// @param id of an unexpected fault, to be found in the log
    record Trouble(int status, String title, Optional<String> detail, Optional<String> id) {}
}
