package io.lapwing.console.api;

import io.lapwing.service.http.Response;
import java.util.Map;
import java.util.TreeMap;

/// A request for each operation, by which tests walk all of them. A new operation needs an entry here.
final class Samples {
    /// What decides about a request besides its permission.
    enum Kind {
        /// Nothing: lists hold what is the caller's business.
        ANYTHING,
        /// The API's own description, which is the same for all.
        DESCRIPTION,
        /// As [#ANYTHING], and the answer does not end.
        STREAM,
        /// The scope has to cover the whole platform.
        PLATFORM,
        /// As [#PLATFORM], and there is an object that may be unknown.
        PLATFORM_OBJECT,
        /// The scope has to cover the device.
        DEVICE,
        /// The scope has to cover the device that is made.
        NEW_DEVICE,
        /// The scope has to cover all devices of which the peer may speak.
        PEER,
        /// As [#PEER], of a peer that is entered.
        NEW_PEER,
        /// It is the caller's own, or the scope covers the whole platform.
        THING
    }

    /// Whose an object is.
    enum Whose {
        OWN,
        FOREIGN,
        UNKNOWN
    }

    /// @param body empty: none
    record Sample(Kind kind, String body, String mediaType) {
        String body(Whose whose) {
            return whose == Whose.FOREIGN
                    ? body.replace("acme", "other")
                            .replace("000001\"", "000002\"")
                            .replace("70B3D57ED000", "70B3D57ED100")
                    : body;
        }

        Map<String, String> headers() {
            return body.isEmpty() ? Map.of() : Map.of("Content-Type", mediaType);
        }
    }

    private static final String REASON = "{\"reason\":\"a test\"}";
    private static final String OWNER = "{\"owner\":\"acme\"}";
    private static final String GRANTS = "[{\"role\":\"auditor\",\"owner\":\"acme\"}]";
    private static final String MANY = "\"devEuis\":[\"0000000000000001\"]";
    private static final String HOOK = "{\"url\":\"https://example.com/in\",\"types\":[\"join.\"]}";
    private static final String APPROVAL =
            "{\"step\":\"vault-destroy\",\"reason\":\"a test\",\"parameters\":{\"version\":\"1\"}}";
    private static final String NEW_DEVICE =
            "{\"devEui\":\"00000000000000FF\",\"joinEui\":\"70B3D57ED0000001\",\"macVersion\":\"1.0.4\","
                    + "\"owner\":\"acme\",\"home\":\"000001\"}";

    static final Map<String, Sample> ALL = all();

    private Samples() {}

    private static Map<String, Sample> all() {
        Map<String, Sample> all = new TreeMap<>();
        bare(all, Kind.ANYTHING, "GET /overview", "GET /me", "GET /devices");
        bare(all, Kind.ANYTHING, "GET /jobs", "GET /webhooks", "GET /webhook-key");
        bare(all, Kind.STREAM, "GET /events");
        bare(all, Kind.DESCRIPTION, "GET /openapi.json", "GET /docs");
        bare(all, Kind.DEVICE, "GET /devices/{devEui}", "GET /devices/{devEui}/sessions");
        bare(all, Kind.DEVICE, "POST /devices/{devEui}/provision", "POST /devices/{devEui}/resume");
        bare(all, Kind.DEVICE, "POST /devices/{devEui}/root-keys/activate");
        bare(all, Kind.PLATFORM, "GET /vault", "GET /vault/import-key", "POST /vault/rotations");
        bare(all, Kind.PLATFORM, "GET /receivers", "GET /audit", "GET /audit/chain");
        peers(all);
        trust(all);
        bare(all, Kind.PLATFORM, "POST /audit/verifications", "GET /people");
        bare(all, Kind.PLATFORM_OBJECT, "DELETE /receivers/{role}/{label}/versions/{version}");
        bare(all, Kind.PLATFORM_OBJECT, "GET /people/{person}", "DELETE /people/{person}");
        bare(all, Kind.PLATFORM_OBJECT, "POST /people/{person}/enable");
        bare(all, Kind.PLATFORM_OBJECT, "POST /people/{person}/disable");
        bare(all, Kind.PLATFORM_OBJECT, "POST /people/{person}/reset");
        bare(all, Kind.PLATFORM_OBJECT, "GET /people/{person}/sessions");
        bare(all, Kind.PLATFORM_OBJECT, "DELETE /people/{person}/sessions/{session}");
        bare(all, Kind.PLATFORM_OBJECT, "GET /people/{person}/tokens");
        bare(all, Kind.PLATFORM_OBJECT, "DELETE /people/{person}/sessions");
        bare(all, Kind.PLATFORM_OBJECT, "DELETE /people/{person}/openid");
        bare(all, Kind.ANYTHING, "GET /me/sessions", "DELETE /me/sessions");
        bare(all, Kind.ANYTHING, "DELETE /me/sessions/{session}");
        bare(all, Kind.ANYTHING, "GET /me/passkeys");
        bare(all, Kind.PLATFORM_OBJECT, "GET /people/{person}/passkeys");
        bare(all, Kind.PLATFORM_OBJECT, "DELETE /people/{person}/passkeys/{passkey}");
        bare(all, Kind.ANYTHING, "GET /me/tokens", "DELETE /me/tokens/{token}");
        bare(all, Kind.PLATFORM_OBJECT, "DELETE /people/{person}/tokens/{token}");
        bare(all, Kind.THING, "GET /jobs/{id}", "POST /jobs/{id}/cancel");
        bare(all, Kind.THING, "GET /jobs/{id}/refused");
        bare(all, Kind.ANYTHING, "GET /approvals");
        bare(all, Kind.THING, "GET /approvals/{id}", "GET /approvals/{id}/file");
        bare(all, Kind.THING, "POST /approvals/{id}/approve", "POST /approvals/{id}/refuse");
        bare(all, Kind.THING, "POST /approvals/{id}/withdraw");
        bare(all, Kind.THING, "GET /webhooks/{id}", "DELETE /webhooks/{id}");
        bare(all, Kind.THING, "GET /webhooks/{id}/deliveries", "POST /webhooks/{id}/test");
        bare(all, Kind.THING, "POST /webhooks/{id}/pause", "POST /webhooks/{id}/resume");
        json(all, Kind.NEW_DEVICE, "POST /devices", NEW_DEVICE);
        json(all, Kind.DEVICE, "POST /devices/{devEui}/claim", OWNER);
        json(all, Kind.DEVICE, "POST /devices/{devEui}/transfer", OWNER);
        json(all, Kind.DEVICE, "POST /devices/{devEui}/suspend", REASON);
        json(all, Kind.DEVICE, "POST /devices/{devEui}/retire", REASON);
        json(all, Kind.DEVICE, "POST /devices/{devEui}/compromise", REASON);
        json(all, Kind.DEVICE, "POST /devices/{devEui}/nonce-reset", REASON);
        json(all, Kind.DEVICE, "PUT /devices/{devEui}/labels", "{\"labels\":{\"site\":\"north\"}}");
        json(all, Kind.DEVICE, "PUT /devices/{devEui}/home", "{\"netId\":\"000001\"}");
        json(all, Kind.DEVICE, "PUT /devices/{devEui}/delivery", "{\"appSKey\":\"join-answer\"}");
        bulk(all, "provision", "resume");
        bulkWith(all, ",\"owner\":\"acme\"", "claim", "transfer");
        bulkWith(all, ",\"reason\":\"a test\"", "suspend", "retire");
        bulkWith(all, ",\"labels\":{\"site\":\"north\"}", "label");
        all.put("POST /devices/import", new Sample(Kind.ANYTHING, "a,b\n", "text/csv"));
        json(
                all,
                Kind.PLATFORM,
                "POST /receivers",
                "{\"role\":\"station\",\"label\":\"line-1\",\"jwe\":\"a.b.c.d.e\"}");
        json(
                all,
                Kind.PLATFORM,
                "POST /people",
                "{\"name\":\"user:anna\",\"grants\":" + GRANTS + "}");
        json(
                all,
                Kind.PLATFORM_OBJECT,
                "PUT /people/{person}/grants",
                "{\"grants\":" + GRANTS + "}");
        json(
                all,
                Kind.PLATFORM_OBJECT,
                "POST /people/{person}/tokens",
                "{\"name\":\"ci\",\"days\":30,\"grants\":" + GRANTS + "}");
        json(
                all,
                Kind.PLATFORM_OBJECT,
                "PUT /people/{person}/openid",
                "{\"subject\":\"248289761001\"}");
        json(all, Kind.ANYTHING, "POST /approvals", APPROVAL);
        json(all, Kind.ANYTHING, "POST /webhooks", HOOK);
        json(all, Kind.THING, "PUT /webhooks/{id}", HOOK);
        return Map.copyOf(all);
    }

    private static void peers(Map<String, Sample> all) {
        bare(all, Kind.ANYTHING, "GET /peers");
        bare(all, Kind.PEER, "GET /peers/{role}/{name}", "POST /peers/{role}/{name}/enable");
        bare(all, Kind.PEER, "POST /peers/{role}/{name}/disable");
        bare(all, Kind.PEER, "GET /peers/{role}/{name}/certificates");
        bare(all, Kind.PEER, "POST /peers/{role}/{name}/certificates/{certificate}/distrust");
        bare(all, Kind.PEER, "POST /peers/{role}/{name}/certificates/{certificate}/revoke");
        String rules =
                "{\"netIds\":[],\"nsIds\":[],\"asIds\":[\"a\"],"
                        + "\"joinEuis\":[\"70B3D57ED0000000/40\"],\"owners\":[\"acme\"],\"labels\":{}}";
        json(
                all,
                Kind.NEW_PEER,
                "POST /peers",
                "{\"role\":\"application-server\",\"name\":\"new\",\"rules\":" + rules + "}");
        json(all, Kind.PEER, "PUT /peers/{role}/{name}", rules);
        json(
                all,
                Kind.PEER,
                "POST /peers/{role}/{name}/certificates",
                "{\"request\":\"-----BEGIN CERTIFICATE REQUEST-----\"}");
        json(
                all,
                Kind.PEER,
                "POST /peers/{role}/{name}/trust",
                "{\"certificate\":\"-----BEGIN CERTIFICATE-----\"}");
    }

    private static void trust(Map<String, Sample> all) {
        bare(all, Kind.PLATFORM, "GET /trust", "GET /trust/nodes", "GET /trust/groups");
        bare(all, Kind.PLATFORM_OBJECT, "GET /trust/nodes/{node}");
        bare(all, Kind.PLATFORM_OBJECT, "POST /trust/nodes/{node}/revoke");
        bare(all, Kind.PLATFORM_OBJECT, "DELETE /trust/groups/{group}");
        json(
                all,
                Kind.PLATFORM,
                "POST /trust/labels",
                "{\"label\":\"000000-000000-000000-000000-000000-000000\"}");
        json(all, Kind.PLATFORM, "PUT /trust/groups/{group}", "{\"owner\":0,\"members\":[1]}");
    }

    private static void bare(Map<String, Sample> all, Kind kind, String... keys) {
        for (String key : keys) {
            all.put(key, new Sample(kind, "", Response.JSON));
        }
    }

    private static void json(Map<String, Sample> all, Kind kind, String key, String body) {
        all.put(key, new Sample(kind, body, Response.JSON));
    }

    private static void bulk(Map<String, Sample> all, String... words) {
        bulkWith(all, "", words);
    }

    private static void bulkWith(Map<String, Sample> all, String more, String... words) {
        for (String word : words) {
            json(all, Kind.ANYTHING, "POST /devices/bulk/" + word, "{" + MANY + more + "}");
        }
    }

    static String key(Operation operation) {
        return operation.method() + " " + operation.path();
    }

    static Sample of(Operation operation) {
        return of(key(operation));
    }

    /// The body of a request: `POST /devices`.
    static String body(String key) {
        return of(key).body();
    }

    private static Sample of(String key) {
        Sample sample = ALL.get(key);
        if (sample == null) {
            throw new AssertionError("no entry in Samples for " + key);
        }
        return sample;
    }

    /// The operation's path, with an object of this kind in it.
    static String path(Operation operation, Whose whose) {
        boolean unknown = whose == Whose.UNKNOWN;
        String devEui =
                switch (whose) {
                    case OWN -> ApiBed.OWN;
                    case FOREIGN -> ApiBed.FOREIGN;
                    case UNKNOWN -> ApiBed.UNKNOWN;
                };
        return operation
                .path()
                .replace("{devEui}", devEui)
                .replace("{id}", whose.name())
                .replace("{name}", whose.name())
                .replace("{certificate}", "01")
                .replace("{person}", unknown ? "user:nobody" : "user:bert")
                .replace("{version}", unknown ? "9" : "1")
                .replace("{label}", unknown ? "nobody" : "a")
                .replace("{role}", "application-server")
                .replace("{passkey}", "4f1c2a9b77c0a1b2")
                .replace("{node}", unknown ? "9" : "1")
                .replace("{group}", unknown ? "9" : "1")
                .replace("{session}", "s1")
                .replace("{token}", "t1");
    }
}
