package dev.socketio.interop.attack;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import dev.socketio.interop.client.TestServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks the server that all classes share, one after the other. It has to live, to
 * serve others meanwhile, and to hold afterwards what it held before. After an attack
 * that it did not stand the next one gets a new server.
 */
final class AttackExtension implements BeforeEachCallback {

	private static final int CLIENTS = 10;

	private static final int WARM_UP_ROUND_TRIPS = 50 * CLIENTS;

	private static final int ROUND_TRIPS = 2 * CLIENTS;

	/** Generous, because machines that run tests have few processors and other work. */
	private static final Duration SLOWEST_ROUND_TRIP = Duration.ofSeconds(5);

	/** What the server does not take in this time is not sent. */
	private static final Duration ATTACK = Duration.ofSeconds(4);

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	/** Longer than a polling session lives without a poll. */
	private static final Duration RETURN = Duration.ofSeconds(20);

	/** Classes that are loaded and code that is compiled meanwhile. */
	private static final long HEAP_TOLERANCE = 16_000_000;

	/** Idle buffers that Netty keeps. */
	private static final long DIRECT_TOLERANCE = 48_000_000;

	private @Nullable Scene scene;

	private long namespaces;

	@Override
	public void beforeEach(ExtensionContext context) {
		Scene present = shared(context);
		if (!present.intact) {
			present.close();
			store(context).remove(Scene.class);
			present = shared(context);
		}
		present.intact = false;
		this.scene = present;
	}

	private static Scene shared(ExtensionContext context) {
		return store(context).computeIfAbsent(Scene.class, (key) -> new Scene(), Scene.class);
	}

	private static Store store(ExtensionContext context) {
		return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(AttackExtension.class));
	}

	private Scene scene() {
		return Objects.requireNonNull(this.scene);
	}

	TestServer address() {
		return scene().server.address();
	}

	/**
	 * Attack for some seconds.
	 * @param attack starts what the attacker does
	 */
	void attack(Consumer<Attacker> attack) {
		attack(attack, ATTACK, (attacker) -> {
		});
	}

	/**
	 * Attack, and check something while the attacker is still connected.
	 * @param attack starts what the attacker does
	 * @param time the time that it has
	 * @param check the check
	 */
	void attack(Consumer<Attacker> attack, Duration time, Consumer<Attacker> check) {
		Scene current = scene();
		current.clients.reset();
		this.namespaces = current.state().get("namespaces");
		try (Attacker attacker = new Attacker(address())) {
			attack.accept(attacker);
			attacker.await(time);
			current.awaitRoundTrips(ROUND_TRIPS);
			check.accept(attacker);
		}
		current.awaitRoundTrips(current.clients.count() + ROUND_TRIPS);
		assertThat(current.clients.failures()).as("failures of others").isEmpty();
		assertThat(current.clients.slowest()).as("99 % of the round trips of others").isLessThan(SLOWEST_ROUND_TRIP);
		assertReturned();
		current.intact = true;
	}

	private void assertReturned() {
		Awaitility.await("everything returns").atMost(RETURN).untilAsserted(() -> {
			Map<String, Long> now = scene().state();
			assertThat(now.get("sessions")).as("sessions in %s", now).isEqualTo(CLIENTS);
			assertThat(now.get("sockets")).as("sockets in %s", now).isEqualTo(CLIENTS);
			assertThat(now.get("rooms")).as("rooms in %s", now).isEqualTo(CLIENTS);
			assertMemory(now);
		});
	}

	/** Check that the memory returns although the attacker is still connected. */
	void assertMemoryReturns() {
		Awaitility.await("memory returns").atMost(RETURN).untilAsserted(() -> assertMemory(scene().state()));
	}

	private void assertMemory(Map<String, Long> now) {
		Map<String, Long> before = scene().before;
		assertThat(now.get("heap")).as("heap in %s, before: %s", now, before)
			.isLessThan(before.get("heap") + HEAP_TOLERANCE);
		assertThat(now.get("direct")).as("direct memory in %s, before: %s", now, before)
			.isLessThan(before.get("direct") + DIRECT_TOLERANCE);
	}

	/**
	 * How many namespaces there are more than before the attack.
	 * @return the difference
	 */
	long additionalNamespaces() {
		return scene().state().get("namespaces") - this.namespaces;
	}

	/** A server and those that it is there for. */
	private static final class Scene implements AutoCloseable {

		private final AttackedProcess server = AttackedProcess.start();

		private final WellBehavedClients clients;

		private final Map<String, Long> before;

		private boolean intact = true;

		Scene() {
			this.clients = new WellBehavedClients(this.server.address(), CLIENTS);
			awaitRoundTrips(WARM_UP_ROUND_TRIPS);
			this.before = state();
		}

		private void awaitRoundTrips(int count) {
			Awaitility.await("round trips of others").atMost(PATIENCE).until(() -> {
				assertAlive();
				return this.clients.count() >= count;
			});
		}

		private Map<String, Long> state() {
			assertAlive();
			return this.server.state();
		}

		private void assertAlive() {
			assertThat(this.server.isAlive()).as("server lives, its log: %s", this.server.log()).isTrue();
		}

		@Override
		public void close() {
			this.clients.close();
			this.server.close();
		}

	}

}
