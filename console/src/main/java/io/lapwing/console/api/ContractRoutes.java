package io.lapwing.console.api;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// The API's own description: OpenAPI 3.1 for programs, a page without scripts for people.
final class ContractRoutes {
    /// The description, among the resources of this class.
    static final String FILE = "/io/lapwing/console/api/openapi.json";

    private static final String HTML = "text/html";

    private final Bytes contract;
    private final Bytes page;

    ContractRoutes() {
        contract = read();
        page = Bytes.of(ContractPage.of(Contract.parse(contract)).getBytes(StandardCharsets.UTF_8));
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                        "/openapi.json",
                        Permission.OVERVIEW_READ,
                        new Operation.Gives.Stream(Set.of(Response.JSON)),
                        _ -> Response.ok(Response.JSON, contract)),
                Operation.get(
                        "/docs",
                        Permission.OVERVIEW_READ,
                        new Operation.Gives.Stream(Set.of(HTML)),
                        _ -> Response.ok(HTML + "; charset=utf-8", page)));
    }

    static Bytes read() {
        try (InputStream in = ContractRoutes.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new Fault(Fault.Kind.INTERNAL, FILE + " is not in the jar");
            }
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new Fault(Fault.Kind.INTERNAL, FILE + " cannot be read", e);
        }
    }
}
