package io.lapwing.lorawan;

import org.jspecify.annotations.Nullable;

/// `Result` of an answer.
///
/// @param description for people: value, limit, remedy; none with `Success`
public record BackendResult(ResultCode code, @Nullable String description) {
    public static final BackendResult SUCCESS = new BackendResult(ResultCode.SUCCESS, null);

    public boolean isSuccess() {
        return code == ResultCode.SUCCESS;
    }
}
