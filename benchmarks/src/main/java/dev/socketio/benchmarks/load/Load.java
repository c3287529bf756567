package dev.socketio.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Measures several servers in turns. Servers are given as {@code name:port:pid}; the
 * first one is what the others are compared with. System properties: {@code scenarios} (a
 * regular expression, default all), {@code repetitions} (default 5), {@code seconds} of
 * each measurement (default 2), {@code warmup} seconds for each scenario (default 4).
 */
public final class Load {

	private static final long RAMP_MILLIS = 300;

	private static final Map<String, Function<Network, Scenario>> SCENARIOS = new LinkedHashMap<>();

	static {
		SCENARIOS.put("ack-1", (network) -> new AckScenario(network, 1));
		SCENARIOS.put("ack-16", (network) -> new AckScenario(network, 16));
		SCENARIOS.put("broadcast-100", (network) -> new BroadcastScenario(network, 100));
		SCENARIOS.put("broadcast-1000", (network) -> new BroadcastScenario(network, 1000));
		SCENARIOS.put("connect", ConnectScenario::new);
		SCENARIOS.put("polling", PollingScenario::new);
	}

	private final Network network;

	private final List<Target> targets;

	private final List<String> scenarios;

	private Load(Network network, List<Target> targets) {
		this.network = network;
		this.targets = targets;
		String selection = System.getProperty("scenarios", ".*");
		this.scenarios = SCENARIOS.keySet().stream().filter((name) -> name.matches(selection)).toList();
	}

	/**
	 * Run the scenarios and print a table.
	 * @param args the servers
	 * @throws Exception if a server does not do what it should
	 */
	public static void main(String[] args) throws Exception {
		List<Target> targets = Arrays.stream(args).map(Target::parse).toList();
		try (Network network = new Network()) {
			new Load(network, targets).run(Integer.getInteger("repetitions", 5), Long.getLong("seconds", 2),
					Long.getLong("warmup", 4));
		}
	}

	private void run(int repetitions, long seconds, long warmup) throws Exception {
		int combinations = this.scenarios.size() * this.targets.size();
		System.out.printf("%d measurements of %d s in about %d minutes%n", combinations * repetitions, seconds,
				1 + combinations * (warmup + repetitions * (seconds + 1)) / 60);
		for (Target target : this.targets) {
			for (String scenario : this.scenarios) {
				measure(scenario, target, warmup);
			}
		}
		Report report = new Report();
		List<Target> order = new ArrayList<>(this.targets);
		for (int i = 0; i < repetitions; i++) {
			for (String scenario : this.scenarios) {
				for (Target target : order) {
					report.add(scenario, target, measure(scenario, target, seconds));
				}
			}
			// the order of servers changes with each round
			Collections.reverse(order);
		}
		report.print(this.scenarios, this.targets);
	}

	private Measurement measure(String name, Target target, long seconds) throws Exception {
		Scenario scenario = Objects.requireNonNull(SCENARIOS.get(name)).apply(this.network);
		scenario.open(target);
		try {
			scenario.start();
			Thread.sleep(RAMP_MILLIS);
			scenario.take();
			long cpu = target.cpuMicroseconds();
			long time = System.nanoTime();
			Thread.sleep(seconds * 1000);
			cpu = target.cpuMicroseconds() - cpu;
			time = System.nanoTime() - time;
			Samples samples = scenario.take();
			return new Measurement((double) cpu / samples.size(), samples.size() * 1e9 / time, samples.quantile(0.99));
		}
		catch (Exception ex) {
			throw new IllegalStateException("Scenario " + name + " failed with " + target.name(), ex);
		}
		finally {
			scenario.stop();
			Thread.sleep(RAMP_MILLIS);
			scenario.close();
		}
	}

}
