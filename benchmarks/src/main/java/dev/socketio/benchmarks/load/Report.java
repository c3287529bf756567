package dev.socketio.benchmarks.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The table of medians.
 */
final class Report {

	private static final String ROW = "%-16s %-12s %12s %8s %8s %12s %8s %12s%n";

	private final Map<Case, List<Measurement>> results = new LinkedHashMap<>();

	void add(String scenario, Target target, Measurement measurement) {
		this.results.computeIfAbsent(new Case(scenario, target), (key) -> new ArrayList<>()).add(measurement);
	}

	/** Print one row for each scenario and server, with ratios to the reference. */
	void print(List<String> scenarios, List<Target> targets) {
		System.out.printf(ROW, "scenario", "server", "CPU us/op", "ratio", "spread", "ops/s", "ratio", "p99 us");
		for (String scenario : scenarios) {
			List<Measurement> reference = find(scenario, targets.get(0));
			for (Target target : targets) {
				List<Measurement> own = find(scenario, target);
				double cpu = median(own, Measurement::cpu);
				double rate = median(own, Measurement::rate);
				System.out.printf(ROW, scenario, target.name(), number(cpu),
						number(cpu / median(reference, Measurement::cpu)), number((max(own) - min(own)) / cpu),
						String.format(Locale.ROOT, "%.0f", rate), number(rate / median(reference, Measurement::rate)),
						number(median(own, Measurement::p99)));
			}
		}
	}

	private List<Measurement> find(String scenario, Target target) {
		return this.results.getOrDefault(new Case(scenario, target), List.of());
	}

	private static double median(List<Measurement> measurements, ToDoubleFunction<Measurement> value) {
		double[] sorted = measurements.stream().mapToDouble(value).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private static double min(List<Measurement> measurements) {
		return measurements.stream().mapToDouble(Measurement::cpu).min().orElseThrow();
	}

	private static double max(List<Measurement> measurements) {
		return measurements.stream().mapToDouble(Measurement::cpu).max().orElseThrow();
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value < 100) ? "%.2f" : "%.0f", value);
	}

	private record Case(String scenario, Target target) {

	}

}
