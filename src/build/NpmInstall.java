import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Runs {@code npm ci} in the directory given as only argument, unless what is installed
 * there already came from the same lock file. Started by Maven from source.
 */
class NpmInstall {

	private static final int REQUIRED_NODE = 20;

	private static final boolean WINDOWS = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		if (!Files.exists(directory.resolve("package.json"))) {
			return;
		}
		Path lock = directory.resolve("package-lock.json");
		if (!Files.isRegularFile(lock)) {
			fail("There is no " + lock);
		}
		checkNode();
		// npm empties node_modules first, so a copy of the lock file in it proves a completed installation
		Path installedLock = directory.resolve("node_modules").resolve(".installed-package-lock.json");
		if (Files.exists(installedLock) && Files.mismatch(lock, installedLock) == -1) {
			return;
		}
		run(directory, false, WINDOWS ? "npm.cmd" : "npm", "ci", "--include=dev", "--no-audit",
				"--no-fund", "--loglevel=error");
		Files.createDirectories(installedLock.getParent());
		Files.copy(lock, installedLock);
	}

	private static void checkNode() throws Exception {
		String version = run(Path.of("."), true, "node", "--version");
		if (Integer.parseInt(version.replaceAll("^v(\\d+)\\..*$", "$1")) < REQUIRED_NODE) {
			fail("Node.js " + version + " is too old: version " + REQUIRED_NODE + " or later has to be on the PATH");
		}
	}

	private static String run(Path directory, boolean capture, String... command) throws Exception {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		if (!capture) {
			builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
		}
		Process process;
		try {
			process = builder.start();
		}
		catch (IOException ex) {
			fail("Cannot run '" + command[0] + "': this module needs Node.js " + REQUIRED_NODE
					+ " or later and npm on the PATH (" + ex.getMessage() + ")");
			return "";
		}
		String output = new String(process.getInputStream().readAllBytes()).strip();
		int status = process.waitFor();
		if (status != 0) {
			fail("'" + String.join(" ", List.of(command)) + "' in " + directory + " ended with status " + status);
		}
		return output;
	}

	private static void fail(String message) {
		System.err.println(message);
		System.exit(1);
	}

}
