/* How a node proves its state: keys that its TPM uses in one state alone, made known to the CE, told to B, and readings. The
 * network keeps and replays everything. A goes from its first firmware to a second and back, and is tampered with at any time. From
 * then on the intruder has A's software and the use of its TPM, the master key with it; but the TPM signs with no key of another
 * state, and what A's process alone knew is gone.
 *
 * -DPROPERTY=n  1 B takes no reading as proven that was made after A was tampered with
 *               2 the CE takes no key of the state after the tampering
 *               3 the CE takes no offer that it replaced
 *               4 B goes by no key that the CE had replaced before B asked
 *               0 all of them
 * -DNO_VOUCH    the master key alone does for an enrolment
 * -DNO_NUMBER   an offer that was taken before is taken again
 * -DNO_NONCE    an answer to an older question is taken
 * -DREACH       B takes a reading under the second key: must be found possible */
#ifndef PROPERTY
#define PROPERTY 0
#endif
#define CHECK(n, claim) assert((PROPERTY != 0 && PROPERTY != n) || (claim))

/* States, and the keys of each: key k signs in state k. */
#define FIRST 1
#define SECOND 2
#define TAMPERED 3
/* Offers by their number: the first key, the second, the first again; and one of the state after the tampering. */
#define KEY(n) (n == 2 -> SECOND : (n == 4 -> TAMPERED : FIRST))
#define QUESTIONS 3

byte state = FIRST;         /* A's */
bool joined;
bool admission;             /* what the join gave A's process */
bool burnt;                 /* at the CE: it vouched for a key */
bool offers[5];             /* made, by A or the intruder, and on the air for good */
byte number;                /* of the offer that the CE took last */
byte epoch = 1;             /* of its list */
byte answer[4];             /* to the question of this nonce: the number of a key */
byte answerEpoch[4];
byte asked;                 /* B's question, by its nonce; 0 none */
byte questions;
bool signedBy[4];           /* readings in B's session, by the key of this state */
bool success;

proctype NodeA() {
  do
  :: atomic { !joined && state == FIRST -> joined = true; admission = true }
  :: atomic { admission && state == FIRST && !offers[1] -> offers[1] = true }       /* the join vouches */
  :: atomic { number == 1 && state == FIRST && !offers[2] -> offers[2] = true }     /* the first key does */
  :: atomic { number == 2 && state == FIRST -> state = SECOND; admission = false }
  :: atomic { number == 2 && state == SECOND && !offers[3] -> offers[3] = true }    /* the second does */
  :: atomic { number == 3 && state == SECOND -> state = FIRST }
  :: atomic { admission -> admission = false }                                      /* a restart */
  :: atomic { joined && state != TAMPERED -> signedBy[state] = true }
  od
}

proctype Intruder() {
  do
  :: atomic { joined && state != TAMPERED -> state = TAMPERED; admission = false }
  :: atomic { state == TAMPERED -> signedBy[TAMPERED] = true; offers[4] = true }
  od
}

#ifdef NO_NUMBER
#define LATER(n) (n != number)
#else
#define LATER(n) (n > number)
#endif

/* For the first key the join vouches, once; for the second the first; for the third the second. For the key of the state after the
 * tampering nobody: neither what the join gave is there, nor a key that signs in that state. */
#ifdef NO_VOUCH
#define VOUCHED(n) true
#else
#define VOUCHED(n) ((n == 1 && !burnt) || (n == 2 && KEY(number) == FIRST && number != 0) \
                    || (n == 3 && KEY(number) == SECOND))
#endif

#define TAKE(n) \
  :: atomic { joined && offers[n] && LATER(n) && VOUCHED(n) -> \
       CHECK(2, KEY(n) != TAMPERED); \
       CHECK(3, n > number); \
       if \
       :: number != 0 && epoch < 5 -> epoch++ \
       :: else \
       fi; \
       number = n; burnt = true }

proctype CentralEntity() {
  do
  TAKE(1) TAKE(2) TAKE(3) TAKE(4)
  :: atomic { asked != 0 && answer[asked] == 0 && number != 0 ->
       answer[asked] = number; answerEpoch[asked] = epoch }
  od
}

#define ANSWERED(q) \
  :: atomic { asked != 0 && FITS(q) && answer[q] != 0 && answerEpoch[q] >= list -> \
       CHECK(4, answer[q] >= atAsk); \
       known = answer[q]; asked = 0 }
#ifdef NO_NONCE
#define FITS(q) (q <= asked)
#else
#define FITS(q) (q == asked)
#endif

proctype NodeB() {
  byte list = 1;            /* the epoch of its list */
  byte known;               /* the number of A's key */
  byte atAsk;               /* the CE's when it asked */
  do
  :: atomic { list < epoch -> list = epoch; known = 0 }
  :: atomic { asked == 0 && known == 0 && questions < QUESTIONS ->
       questions++; asked = questions; atAsk = number }
  ANSWERED(1) ANSWERED(2) ANSWERED(3)
  :: atomic { known != 0 && signedBy[KEY(known)] ->
       CHECK(1, KEY(known) != TAMPERED);
       success = success || known == 2 }
  od
}

init {
  atomic { run NodeA(); run Intruder(); run CentralEntity(); run NodeB() }
}

#ifdef REACH
active proctype Reach() {
  success -> assert(false)
}
#endif
