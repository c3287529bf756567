package dev.socketio.interop.official;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Turns the checks of a Node.js script into tests. The script prints the names of its
 * checks first, then one result for each.
 */
public final class NodeScript {

	private static final Path DIRECTORY = Path.of("src", "test", "node");

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final List<String> plan = new ArrayList<>();

	private final Map<String, JsonNode> results = new LinkedHashMap<>();

	private final StringBuilder log = new StringBuilder();

	private final String file;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private UnaryOperator<String> commands = (command) -> {
		throw new IllegalStateException("Unexpected command: " + command);
	};

	private NodeScript(String file) {
		this.file = file;
	}

	/**
	 * Run a script to its end.
	 * @param script the name of the file
	 * @param arguments the arguments
	 * @return one test for each check
	 */
	public static Stream<DynamicTest> run(String script, String... arguments) {
		return of(script).start(arguments);
	}

	/**
	 * Prepare a script.
	 * @param script the name of the file
	 * @return the script
	 */
	public static NodeScript of(String script) {
		return new NodeScript(script);
	}

	/**
	 * Set an environment variable.
	 * @param name the name
	 * @param value the value
	 * @return this script
	 */
	public NodeScript environment(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	/**
	 * Let the script have things done in this process.
	 * @param handler does what it is told, and returns one line of text
	 * @return this script
	 */
	public NodeScript commands(UnaryOperator<String> handler) {
		this.commands = handler;
		return this;
	}

	/**
	 * Run the script to its end.
	 * @param arguments the arguments
	 * @return one test for each check
	 */
	public Stream<DynamicTest> start(String... arguments) {
		int status = execute(arguments);
		Stream<DynamicTest> end = Stream.of(DynamicTest.dynamicTest("runs to its end", () -> checkEnd(status)));
		return Stream.concat(end, this.plan.stream().map((name) -> DynamicTest.dynamicTest(name, () -> check(name))));
	}

	private int execute(String... arguments) {
		List<String> command = new ArrayList<>(List.of("node", this.file));
		command.addAll(List.of(arguments));
		try {
			ProcessBuilder builder = new ProcessBuilder(command).directory(DIRECTORY.toFile())
				.redirectErrorStream(true);
			builder.environment().putAll(this.environment);
			Process process = builder.start();
			Thread watchdog = new Thread(() -> destroyWhenLate(process), "watchdog of " + this.file);
			watchdog.setDaemon(true);
			watchdog.start();
			try (BufferedReader lines = process.inputReader(); BufferedWriter answers = process.outputWriter()) {
				lines.lines().forEach((line) -> read(line, answers));
			}
			return process.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Node.js cannot be run", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static void destroyWhenLate(Process process) {
		try {
			if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
		}
	}

	private void read(String line, BufferedWriter answers) {
		if (!line.startsWith("{\"")) {
			this.log.append(line).append('\n');
			return;
		}
		JsonNode message = this.mapper.readTree(line);
		if (message.has("command")) {
			answer(answers, this.commands.apply(message.get("command").stringValue()));
		}
		else if (message.has("plan")) {
			message.get("plan").forEach((name) -> this.plan.add(name.stringValue()));
		}
		else {
			this.results.put(message.get("name").stringValue(), message);
		}
	}

	private static void answer(BufferedWriter answers, String answer) {
		try {
			answers.write(answer);
			answers.newLine();
			answers.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void checkEnd(int status) {
		assertThat(status).as("exit status of Node.js, which printed: %s", this.log).isZero();
		assertThat(this.plan).isNotEmpty();
		assertThat(this.results.keySet()).containsExactlyElementsOf(this.plan);
	}

	private void check(String name) {
		JsonNode result = this.results.get(name);
		assertThat(result).as("result of the check; Node.js printed: %s", this.log).isNotNull();
		if (!result.get("passed").booleanValue()) {
			throw new AssertionFailedError(result.get("error").stringValue());
		}
	}

}
