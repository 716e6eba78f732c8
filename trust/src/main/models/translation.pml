/* Key translation for a pair, against a network that is the intruder: it keeps every message, drops, delays, replays and
 * alters what carries no MAC. C is a dishonest node with a master key of its own: it knows every key sealed to it.
 *
 * -DTIES        the flow of 2024 as printed; without it, profile lapwing
 * -DPROPERTY=n  1 an old key that leaked is never accepted
 *               2 the responder takes a key only from who made it, and for whom it was made
 *               3 the initiator ends with the peer it meant: C does not know the key
 *               4 one run of the initiator is at most one of the responder (injective agreement)
 *               5 the initiator ends only when its peer holds the key
 *               0 all of them
 * -DINDIRECT    profile lapwing with the ticket carried by the initiator, who confirms first
 * -DNO_RESPONDER_NONCE, -DNO_IDS  profile lapwing without one of its measures, which must show why it is there
 * -DREACH       both honest sides complete: must be found possible
 *
 * Keys 1 and 2 are made by A in two runs, one after the other: run 1 for B, run 2 for B or for C. Key 3 is C's, made for B.
 * A's nonce of a run has the run's number. Assumption of profile lapwing: no session key leaks while the responder's
 * nonce of its run is outstanding. */
#ifndef PROPERTY
#define PROPERTY 0
#endif
#define CHECK(n, claim) assert((PROPERTY != 0 && PROPERTY != n) || (claim))
#define KEYS 4
#define A 0
#define B 1
#define C 2
#define AT(k, x) ((k) * 3 + (x))

byte owner[KEYS];
byte intended[KEYS];
bool leaked[KEYS];          /* known to the intruder after its run was over */
bool known[KEYS];           /* known to C, who had it sealed to it or made it */
bool over[KEYS];            /* A is done with the run, one way or the other */
bool started[KEYS];
byte accepted[KEYS];
bool took[KEYS];            /* B holds the key */
bool completed[KEYS];
bool success;

#ifdef TIES
bool m1[12];                /* E(MK of the owner, [responder, SK]) at AT(key, responder) */
bool m2[12];                /* E(MK of B, [initiator, SK]) at AT(key, claimed initiator) */
bool m5[KEYS];              /* E(SK, ID) */
bool m6[KEYS];              /* E(SK, ID+1) */
#else
#define NONCES 3
#define RUN(k, n) ((k) * NONCES + (n))
bool tag2[12];              /* B's tag over (initiator, n1, n2): RUN(n1, n2); the initiator is the owner of run n1 */
bool s1[12];                /* AEAD under the initiator's master key: (initiator, responder, n1, n2), the key */
bool s2[12];                /* AEAD under B's master key: (initiator, responder, n1, n2), the key */
bool t1[12];                /* the CE's word to the initiator over the same */
bool c2[12];                /* B's confirmation under the key */
bool c1[12];                /* the initiator's */
byte outstanding;           /* B's nonce */
byte heard;                 /* with which n1 it was asked for */
byte drawn;
byte usedIn[KEYS];          /* the n2 of each run of A */
#endif

proctype Initiator() {
  byte k = 1;
  do
  :: k <= 2 ->
     if
     :: intended[k] = B
     :: k == 2 -> intended[k] = C
     fi;
#ifdef TIES
     atomic { started[k] = true; m1[AT(k, intended[k])] = true };
     if
     :: atomic { m5[k] = true };
        if
        :: atomic { m6[k] || known[k] ->
             completed[k] = true;
             CHECK(3, intended[k] == C || !known[k]);
             success = success || accepted[k] > 0 }
        :: atomic { m5[k] ->                    /* reflected, its lowest bit turned: ID+1 every other time */
             completed[k] = true;
             CHECK(5, intended[k] == C || took[k]) }
        :: skip
        fi
     :: skip
     fi;
#else
     if
     :: intended[k] == B ->
        if
        :: atomic { tag2[RUN(k, 1)] -> usedIn[k] = 1 }
        :: atomic { tag2[RUN(k, 2)] -> usedIn[k] = 2 }
        :: skip
        fi;
        if
        :: usedIn[k] != 0 ->
           atomic { started[k] = true; s1[RUN(k, usedIn[k])] = true };
           if
#ifdef INDIRECT
           :: atomic { t1[RUN(k, usedIn[k])] -> c1[RUN(k, usedIn[k])] = true };
              if
              :: atomic { c2[RUN(k, usedIn[k])] ->
                   completed[k] = true;
                   success = success || accepted[k] > 0;
                   CHECK(3, !known[k]);
                   CHECK(5, took[k]) }
              :: skip
              fi
#else
           :: atomic { t1[RUN(k, usedIn[k])] && c2[RUN(k, usedIn[k])] ->
                completed[k] = true;
                CHECK(3, !known[k]);
                CHECK(5, took[k]);
                c1[RUN(k, usedIn[k])] = true }
#endif
           :: skip
           fi
        :: else
        fi
     :: else -> known[k] = true    /* a run with C: C knows its key */
     fi;
#endif
     over[k] = true;
     k++
  :: k > 2 -> break
  od
}

/* What the CE sends is known to the intruder for ever: each translation is modelled once. */
#ifdef TIES
#define TRANSLATE(k) \
  :: atomic { m1[AT(k, B)] && !m2[AT(k, owner[k])] -> m2[AT(k, owner[k])] = true } \
  :: atomic { m1[AT(k, C)] && !known[k] -> known[k] = true }
#else
#define TRANSLATE(k) \
  :: atomic { s1[RUN(k, 1)] && tag2[RUN(k, 1)] && !s2[RUN(k, 1)] -> s2[RUN(k, 1)] = true; t1[RUN(k, 1)] = true } \
  :: atomic { s1[RUN(k, 2)] && tag2[RUN(k, 2)] && !s2[RUN(k, 2)] -> s2[RUN(k, 2)] = true; t1[RUN(k, 2)] = true }
#endif

proctype CentralEntity() {
  do
  TRANSLATE(1)
  TRANSLATE(2)
  TRANSLATE(3)
  od
}

#ifdef TIES
#define TAKE(k, x) :: atomic { taken < 2 && m2[AT(k, x)] -> taken++; held = k; from = x; took[k] = true }
#else
#ifdef NO_IDS
#define ALIKE tag2[RUN(1, drawn)] = true; tag2[RUN(2, drawn)] = true; tag2[RUN(3, drawn)] = true
#else
#define ALIKE skip
#endif
#define ASK(k) \
  :: atomic { drawn < 2 -> drawn++; outstanding = drawn; heard = k; held = 0; tag2[RUN(k, drawn)] = true; ALIKE }
#endif

proctype Responder() {
  byte held = 0;
  byte from;
#ifdef TIES
  byte taken = 0;
  do
  TAKE(1, A) TAKE(1, C) TAKE(2, A) TAKE(2, C) TAKE(3, A) TAKE(3, C)
  :: atomic { held != 0 && (m5[held] || leaked[held] || known[held]) ->
       accepted[held]++;
       m6[held] = true;
       CHECK(1, !leaked[held]);
       CHECK(2, owner[held] == from && intended[held] == B);
       CHECK(4, owner[held] == C || accepted[held] <= 1);
       held = 0 }
  od
#else
  do
  ASK(1) ASK(2) ASK(3)                     /* asked with any n1; a new nonce ends the run before */
  :: atomic { outstanding != 0 -> outstanding = 0; held = 0 }     /* its time is over */
#ifdef NO_RESPONDER_NONCE
  :: atomic { outstanding == 2 && held == 0 && s2[RUN(heard, 1)] -> held = heard; from = owner[heard]; took[held] = true }
#endif
#ifdef NO_IDS
  :: atomic { outstanding != 0 && held == 0 && heard != 3 && s2[RUN(3, outstanding)] -> held = 3; from = owner[heard] }
#endif
  :: atomic { outstanding != 0 && held == 0 && s2[RUN(heard, outstanding)] ->
#ifndef INDIRECT
       c2[RUN(heard, outstanding)] = true;
#endif
       held = heard; from = owner[heard]; took[held] = true }
  :: atomic { held != 0 && (c1[RUN(held, outstanding)] || leaked[held] || known[held]) ->
       accepted[held]++;
       CHECK(1, !leaked[held]);
       CHECK(2, owner[held] == from && intended[held] == B);
       CHECK(4, owner[held] == C || (started[held] && accepted[held] <= 1));
#ifdef INDIRECT
       c2[RUN(held, outstanding)] = true;
#endif
       success = success || completed[held];
       outstanding = 0; held = 0 }
  od
#endif
}

#ifdef TIES
#define TURN(k) \
  :: atomic { m1[AT(k, B)] && !m1[AT(k, C)] -> m1[AT(k, C)] = true } \
  :: atomic { m1[AT(k, C)] && !m1[AT(k, B)] -> m1[AT(k, B)] = true } \
  :: atomic { m2[AT(k, A)] && !m2[AT(k, C)] -> m2[AT(k, C)] = true } \
  :: atomic { m2[AT(k, C)] && !m2[AT(k, A)] -> m2[AT(k, A)] = true }
#else
#define CLAIM(n) :: atomic { tag2[RUN(3, n)] && !s1[RUN(3, n)] -> started[3] = true; s1[RUN(3, n)] = true }
#endif

/* The air is the intruder's: without a MAC the address in a message is turned. C asks for itself. */
proctype Intruder() {
#ifdef TIES
  atomic { started[3] = true; m1[AT(3, B)] = true };
  do
  TURN(1) TURN(2) TURN(3)
  od
#else
  do
  CLAIM(1) CLAIM(2)
  od
#endif
}

proctype Leak() {
#ifdef TIES
  over[1] -> leaked[1] = true
#else
  atomic { over[1] && !(outstanding != 0 && heard == 1 && outstanding == usedIn[1]) -> leaked[1] = true }
#endif
}

init {
  atomic {
    owner[1] = A; owner[2] = A; owner[3] = C;
    intended[3] = B; known[3] = true;
    run Initiator(); run CentralEntity(); run Responder(); run Intruder(); run Leak()
  }
}

#ifdef REACH
active proctype Reach() {
  success -> assert(false)
}
#endif
