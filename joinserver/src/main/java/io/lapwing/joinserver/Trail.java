package io.lapwing.joinserver;

import io.lapwing.lorawan.BackendHeader;
import io.lapwing.lorawan.BackendMessage.AppSKeyReq;
import io.lapwing.lorawan.BackendMessage.HomeNsReq;
import io.lapwing.lorawan.BackendMessage.JoinReq;
import io.lapwing.lorawan.BackendMessage.RejoinReq;
import io.lapwing.lorawan.BackendMessage.Request;
import io.lapwing.lorawan.RootKeyRef;
import io.lapwing.lorawan.SessionParameters;
import io.lapwing.service.AuditEvent;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;

/// The audit records of requests: who asked what of which device, and what became of it.
///
/// What a peer wrote freely (an AS-ID, a token) does not enter the log; identifiers of fixed form do.
final class Trail {
    private static final String DONE = "done";

    private final InstantSource clock;

    Trail(InstantSource clock) {
        this.clock = clock;
    }

    /// A session given: all that its keys come from is in the record, so that it can be kept again where the row is lost.
    AuditEvent granted(Peer peer, Request request, SessionParameters session) {
        SortedMap<String, String> details = details(request.header());
        RootKeyRef nwkKey = session.nwkKey();
        if (nwkKey != null) {
            details.put("nwkKey", nwkKey.text());
        }
        details.put("appKey", session.appKey().text());
        details.put("keying", session.source().keying().name());
        details.put("joinEui", session.source().joinEui().toString());
        details.put("joinNonce", session.source().joinNonce().toString());
        details.put("netId", session.source().netId().toString());
        details.put("nonce", session.source().devNonce().toString());
        details.put("sessionKeyId", session.id().toString());
        details.put("type", session.type().name());
        return event(actor(peer), verb(request, "accept"), object(request), DONE, details);
    }

    /// A key or a fact given, and nothing changed.
    AuditEvent delivered(Peer peer, Request request, SortedMap<String, String> facts) {
        SortedMap<String, String> details = details(request.header());
        details.putAll(facts);
        return event(actor(peer), verb(request, "answer"), object(request), DONE, details);
    }

    /// A request refused, from a peer or from someone who is none.
    AuditEvent refused(String actor, Request request, Refusal refusal) {
        SortedMap<String, String> details = details(request.header());
        details.put("code", refusal.result(request).code().toString());
        details.put("why", bounded(refusal.why()));
        return event(
                actor, verb(request, "refuse"), object(request), refusal.reason().word(), details);
    }

    /// A body that is no request.
    AuditEvent unreadable(String actor, Refusal refusal) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("why", bounded(refusal.why()));
        return event(actor, "message.refuse", "message", refusal.reason().word(), details);
    }

    /// An answer that could not be delivered to the peer's URL.
    AuditEvent undelivered(Peer peer, String why) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("why", bounded(why));
        return event(actor(peer), "answer.drop", "message", "undelivered", details);
    }

    /// A record that does not take its own reason would be no record.
    private static String bounded(String why) {
        return why.length() <= AuditEvent.MAX_FIELD_LENGTH
                ? why
                : why.substring(0, AuditEvent.MAX_FIELD_LENGTH);
    }

    static String actor(Peer peer) {
        return "peer:" + peer.name();
    }

    private AuditEvent event(
            String actor,
            String action,
            String object,
            String outcome,
            SortedMap<String, String> details) {
        return new AuditEvent(clock.instant(), actor, action, object, outcome, details);
    }

    private static SortedMap<String, String> details(BackendHeader header) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("protocol", header.version().toString());
        return details;
    }

    private static String object(Request request) {
        return request.devEui().toString();
    }

    private static String verb(Request request, String verb) {
        String kind =
                switch (request) {
                    case JoinReq _ -> "join";
                    case RejoinReq _ -> "rejoin";
                    case AppSKeyReq _ -> "app-s-key";
                    case HomeNsReq _ -> "home-ns";
                };
        return kind + "." + verb;
    }
}
