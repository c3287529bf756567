package dev.socketio.benchmarks.soak;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Counts the live instances of the classes of this project, and of timers. That tells of
 * everything that is left behind, without any access to it.
 */
final class ClassHistogram {

	private static final Pattern LINE = Pattern.compile(
			"^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(dev\\.socketio\\.[\\w.$]+|\\S*ScheduledFutureTask)(?: .*)?$",
			Pattern.MULTILINE);

	private ClassHistogram() {
	}

	/** Collect garbage, then count. */
	static Map<String, Long> read() {
		Map<String, Long> instances = new TreeMap<>();
		Matcher lines = LINE.matcher(run());
		while (lines.find()) {
			String name = lines.group(2);
			if (!name.startsWith("dev.socketio.benchmarks")) {
				instances.merge(name, Long.valueOf(lines.group(1)), Long::sum);
			}
		}
		return instances;
	}

	private static String run() {
		try {
			return (String) ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[0] }, new String[] { String[].class.getName() });
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
