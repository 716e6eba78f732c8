package io.lapwing.service.people;

import java.util.List;

/// What a browser asks an authenticator, in base 64 (URL) where it is octets: the fields of
/// `PublicKeyCredentialCreationOptions` and `PublicKeyCredentialRequestOptions` that differ from time to time.
///
/// @param challenge holds for one answer
/// @param userHandle random, and the same for all passkeys of a user
/// @param credentials the passkeys that are enrolled: not to be made again, or of which one is to answer
/// @param algorithms COSE algorithm identifiers, preferred first
public record PasskeyQuestion(
        String challenge,
        String relyingPartyId,
        String relyingPartyName,
        String userHandle,
        String userName,
        List<String> credentials,
        List<Long> algorithms) {}
