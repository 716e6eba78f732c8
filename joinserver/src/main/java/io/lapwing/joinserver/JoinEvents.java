package io.lapwing.joinserver;

/// What happens here, for counters and histograms. The words are from small fixed sets: they may be labels.
public interface JoinEvents {
    /// A message was answered.
    ///
    /// @param messageType `JoinReq`, …
    /// @param code the result code, `Success` or a refusal's
    /// @param nanos from the body read to the answer durable
    void answered(String messageType, String code, long nanos);

    /// A body was no message that a Join Server takes.
    ///
    /// @param reason `malformed`, `protocol-version`, `frame-size`
    void unreadable(String reason);

    /// An answer was given up: the peer's URL did not take it.
    void undelivered();
}
