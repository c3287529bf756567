package dev.socketio.interop.adapter;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The adapters that the suite proves. A further one is a constant here, with its
 * {@link Backing}.
 */
enum AdapterUnderTest {

	// tag::constants[]
	/** The example of the guide: the servers of one process. */
	LOCAL_BUS(LocalBacking::new, Fact.SAYS_GOODBYE),

	/** Redis as {@code createAdapter} of Node.js uses it. */
	REDIS_PUBSUB(() -> new RedisBacking(RedisBacking.Mode.PUBSUB), Fact.SAYS_GOODBYE, Fact.SERVER_EVENTS_ARE_JSON),

	/**
	 * Redis as {@code createShardedAdapter} of Node.js uses it, a channel for each room.
	 */
	REDIS_SHARDED(() -> new RedisBacking(RedisBacking.Mode.SHARDED), Fact.SAYS_GOODBYE),

	/** Redis streams. */
	REDIS_STREAMS(() -> new RedisBacking(RedisBacking.Mode.STREAMS), Fact.SAYS_GOODBYE, Fact.RECOVERS),

	/** MongoDB. */
	MONGO(MongoBacking::new, Fact.RECOVERS);
	// end::constants[]

	private final Supplier<Backing> backing;

	private final Set<Fact> facts = EnumSet.noneOf(Fact.class);

	AdapterUnderTest(Supplier<Backing> backing, Fact... facts) {
		this.backing = backing;
		this.facts.addAll(Set.of(facts));
	}

	/** Start what the servers share. */
	Backing start() {
		return this.backing.get();
	}

	boolean has(Fact fact) {
		return this.facts.contains(fact);
	}

	// tag::facts[]
	/**
	 * Where adapters differ, on purpose.
	 */
	enum Fact {

		/** A server that is closed does not count any more at once, not only later. */
		SAYS_GOODBYE,

		/** Events of servers for each other are JSON, bytes in them are objects. */
		SERVER_EVENTS_ARE_JSON,

		/** Clients may come back to another server. */
		RECOVERS

	}
	// end::facts[]

}
