package io.lapwing.trust;

import io.lapwing.crypto.Fault;

/// How two nodes come to share a session key.
public enum Service {
    /// The initiator's chip makes the key; the Central Entity hands the translation to the responder.
    KTC_DIRECT(0),
    /// The initiator's chip makes the key; the initiator carries the translation to the responder, as a ticket.
    KTC_INDIRECT(1),
    /// The Central Entity makes the key and hands it to the responder, with the initiator's part.
    KDC_DIRECT(2),
    /// The Central Entity makes the key; the initiator carries the responder's part.
    KDC_INDIRECT(3);

    private final int code;

    Service(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Service of(long code) {
        for (Service service : values()) {
            if (service.code == code) {
                return service;
            }
        }
        throw Fault.badInput("service " + code + ": want 0 to 3");
    }

    /// The key is made in the initiator's chip.
    boolean translates() {
        return this == KTC_DIRECT || this == KTC_INDIRECT;
    }

    /// The initiator carries the responder's part.
    boolean carried() {
        return this == KTC_INDIRECT || this == KDC_INDIRECT;
    }
}
