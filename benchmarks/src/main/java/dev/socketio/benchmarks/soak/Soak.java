package dev.socketio.benchmarks.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets random clients use a server in a process of its own for some minutes, twice: for a
 * tenth of the time, then for the rest. All clients leave after each, and the server must
 * hold nothing of them. System properties: {@code minutes} (default 10), {@code users} at
 * the same time (default 48), {@code seed} (default random), {@code heap} of the server
 * (default 256m).
 */
public final class Soak {

	private static final int PATIENCE_SECONDS = 60;

	private final ServerProcess server;

	private final int users;

	private final Map<String, LongAdder> done = User.counters();

	private long seed;

	private Soak(ServerProcess server, int users, long seed) {
		this.server = server;
		this.users = users;
		this.seed = seed;
	}

	/**
	 * Run and print a table. Ends the JVM with a status other than 0 if the server has
	 * kept something or has ended.
	 * @param args Spring Boot arguments for the server
	 * @throws Exception if the server cannot be started
	 */
	public static void main(String[] args) throws Exception {
		long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong(1_000_000));
		long seconds = Math.round(60 * Double.parseDouble(System.getProperty("minutes", "10")));
		int users = Integer.getInteger("users", 48);
		List<String> jvm = List.of("-Xmx" + System.getProperty("heap", "256m"), "-XX:+ExitOnOutOfMemoryError");
		System.out.printf("%d s, %d users, seed %d, server with %s %s%n", seconds, users, seed, jvm, List.of(args));
		boolean passed;
		try (ServerProcess server = new ServerProcess(jvm, List.of(args))) {
			passed = new Soak(server, users, seed).run(seconds);
			System.out
				.println(passed ? "PASSED" : "FAILED, seed " + seed + ". The log of the server:\n" + server.log());
		}
		System.exit(passed ? 0 : 1);
	}

	private boolean run(long seconds) throws InterruptedException {
		try {
			Map<String, Long> empty = this.server.state();
			Map<String, Long> busy = load(Math.max(5, seconds / 10));
			Map<String, Long> early = settle(new Verdict(empty, busy, Map.of()));
			System.out.printf("after 10 %%: %s%n", summary(early));
			load(seconds - seconds / 10);
			Verdict verdict = new Verdict(empty, busy, early);
			Map<String, Long> end = settle(verdict);
			System.out.printf("at the end: %s%n", summary(end));
			this.done.forEach((name, count) -> System.out.printf("%8d × %s%n", count.sum(), name));
			System.out.println(verdict.table(end));
			return verdict.isClean(end) && new Verdict(empty, busy, Map.of()).isClean(early);
		}
		catch (IOException | IllegalStateException ex) {
			System.out.println(ex);
			return false;
		}
	}

	/** Let users do things, and return the state of the server meanwhile. */
	private Map<String, Long> load(long seconds) throws IOException, InterruptedException {
		List<User> present = new ArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < this.users; i++) {
			User user = new User(this.server.port(), this.seed++, this.done);
			Thread thread = new Thread(user, "user " + i);
			thread.setDaemon(true);
			thread.start();
			present.add(user);
			threads.add(thread);
		}
		long end = System.nanoTime() + seconds * 1_000_000_000L;
		Map<String, Long> most = new TreeMap<>();
		while (System.nanoTime() < end) {
			// each look at the server collects its garbage, so there are few of them
			Thread.sleep(Math.min(5000, Math.max(1, (end - System.nanoTime()) / 2_000_000)));
			this.server.state().forEach((name, value) -> most.merge(name, value, Math::max));
		}
		present.forEach(User::stop);
		for (Thread thread : threads) {
			thread.join();
		}
		return most;
	}

	/** Wait until the server holds nothing of the clients, but not for long. */
	private Map<String, Long> settle(Verdict verdict) throws IOException, InterruptedException {
		long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
		Map<String, Long> state = this.server.state();
		while (!verdict.isClean(state) && System.nanoTime() < end) {
			// the server is another process, which can only be asked again
			Thread.sleep(500);
			state = this.server.state();
		}
		return state;
	}

	private static String summary(Map<String, Long> state) {
		return String.format("%d connects, %d recovered, %d overflowed, heap %d, direct %d", state.get("connects"),
				state.get("recoveries"), state.get("overflowed"), state.get("heap"), state.get("direct"));
	}

}
