package io.lapwing.console.api;

import static io.lapwing.console.api.Operation.delete;
import static io.lapwing.console.api.Operation.get;
import static io.lapwing.console.api.Operation.post;

import io.lapwing.console.KeyDesk;
import io.lapwing.crypto.Bytes;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// The vault's key, the wrapping keys of receivers.
final class KeyRoutes {
    /// RFC 7517 §8.5.1.
    static final String JWK = "application/jwk+json";

    private final KeyDesk desk;

    KeyRoutes(KeyDesk desk) {
        this.desk = desk;
    }

    /// @param jwe the wrapping key, sealed to the vault's import key (RFC 7516, compact)
    record NewReceiver(String role, String label, String jwe) {}

    List<Operation> operations() {
        return List.of(
                get(
                        "/vault",
                        Permission.VAULT_READ,
                        Operation.one(KeyDesk.VaultView.class),
                        call -> Answers.one(desk.vault(call.who()))),
                get(
                        "/vault/import-key",
                        Permission.VAULT_READ,
                        new Operation.Gives.Stream(Set.of(JWK)),
                        this::importKey),
                post(
                        "/vault/rotations",
                        Permission.VAULT_ROTATE,
                        Operation.nothing(),
                        Operation.job(),
                        call -> Answers.started(desk.rotate(call.who()))),
                get(
                        "/receivers",
                        Permission.RECEIVER_READ,
                        Operation.items(KeyDesk.ReceiverView.class),
                        call -> Lists.byName(call, desk.receivers(call.who()), KeyRoutes::name)),
                post(
                        "/receivers",
                        Permission.RECEIVER_CHANGE,
                        Operation.document(NewReceiver.class),
                        new Operation.Gives.Document(201, KeyDesk.ReceiverView.class, false, false),
                        this::receive),
                delete(
                        "/receivers/{role}/{label}/versions/{version}",
                        Permission.RECEIVER_CHANGE,
                        Operation.one(KeyDesk.ReceiverView.class),
                        this::retire));
    }

    private Response importKey(Call call) {
        return Response.ok(
                JWK, Bytes.of(desk.importKey(call.who()).getBytes(StandardCharsets.UTF_8)));
    }

    private Response receive(Call call) {
        NewReceiver form = call.form(NewReceiver.class);
        KeyDesk.ReceiverView made =
                desk.importReceiver(call.who(), form.role(), form.label(), form.jwe());
        return Response.json(201, Answers.JSON, made)
                .with("Location", Operation.ROOT + "/receivers");
    }

    private Response retire(Call call) {
        return Answers.one(
                desk.retireReceiver(
                        call.who(),
                        call.path("role"),
                        call.path("label"),
                        call.pathNumber("version")));
    }

    private static String name(KeyDesk.ReceiverView receiver) {
        return receiver.role() + "/" + receiver.label();
    }
}
