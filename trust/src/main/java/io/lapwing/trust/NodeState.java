package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import java.util.Optional;

/// What a node keeps over a restart; nothing of it is secret.
///
/// @param self its number
/// @param membership of a network, once it joined
public record NodeState(NodeId self, Optional<Membership> membership) {
    private static final int LARGEST_BLOB_BYTES = 2_048;

    /// A node that has not joined.
    public static NodeState of(NodeId self) {
        return new NodeState(self, Optional.empty());
    }

    /// A membership of a network.
    ///
    /// @param central the keys of its Central Entity
    /// @param masterKey the blob by which its chip opens the master key
    /// @param list as it was signed, or nothing yet
    /// @param signature of the list
    public record Membership(CentralKeys central, Bytes masterKey, Bytes list, Bytes signature) {
        DeviceList devices() {
            return list.length() == 0 ? DeviceList.NONE : DeviceList.parse(list);
        }
    }

    /// As octets, for a file.
    public Bytes encode() {
        CborWriter out =
                new CborWriter().number(self.value()).array(membership.isPresent() ? 5 : 0);
        membership.ifPresent(member ->
                out.octets(member.central().storage().point())
                        .octets(member.central().verification().point())
                        .octets(member.masterKey())
                        .octets(member.list())
                        .octets(member.signature()));
        return out.done();
    }

    /// The state that the octets say.
    ///
    /// @throws io.lapwing.crypto.Fault `BAD_INPUT` for what is no state
    public static NodeState parse(Bytes encoded) {
        var in = new CborReader(encoded);
        NodeId self = new NodeId(in.number("number of a node", 0xFFFF_FFFEL));
        if (in.array("membership", 5) == 0) {
            in.end();
            return of(self);
        }
        int point = StorageKey.LENGTH_BYTES;
        var member =
                new Membership(
                        new CentralKeys(
                                new StorageKey(in.octets("storage key", point, point)),
                                new VerificationKey(in.octets("verification key", point, point))),
                        in.octets("master key", 1, LARGEST_BLOB_BYTES),
                        in.octets("list", 0, Envelope.LARGEST_BYTES),
                        in.octets("signature", 0, VerificationKey.SIGNATURE_BYTES));
        in.end();
        member.devices();
        return new NodeState(self, Optional.of(member));
    }
}
