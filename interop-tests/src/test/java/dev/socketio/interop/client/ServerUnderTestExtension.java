package dev.socketio.interop.client;

import dev.socketio.interop.ConformanceServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

/**
 * Resolves {@link TestServer} parameters. The server is the one at the URL in the system
 * property {@value #URL_PROPERTY} if there is one; otherwise the conformance application
 * is started in this JVM, on a free port, and stopped when all the tests have run.
 */
public final class ServerUnderTestExtension implements ParameterResolver {

	/**
	 * System property with the base URL of a running server.
	 */
	public static final String URL_PROPERTY = "socketio.interop.url";

	/**
	 * System property that is {@code true} if the server at the URL is the reference
	 * server, {@code reference-server.js}.
	 */
	public static final String REFERENCE_PROPERTY = "socketio.interop.reference";

	/**
	 * A free port. No test is about the limits, and a busy machine may exceed the shorter
	 * ones.
	 */
	private static final String[] ARGUMENTS = { "--server.port=0", "--socketio.ping-interval=4s",
			"--socketio.ping-timeout=4s", "--socketio.connect-timeout=5s", "--socketio.upgrade-timeout=10s" };

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == TestServer.class;
	}

	@Override
	public TestServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return get(context);
	}

	/**
	 * The server of this JVM, started if necessary.
	 * @param context any context of the running test plan
	 * @return the address of the server
	 */
	public static TestServer get(ExtensionContext context) {
		return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(ServerUnderTestExtension.class))
			.computeIfAbsent(RunningServer.class, (key) -> RunningServer.start(), RunningServer.class)
			.address();
	}

	private record RunningServer(TestServer address, AutoCloseable application) implements AutoCloseable {

		static RunningServer start() {
			String url = System.getProperty(URL_PROPERTY);
			if (StringUtils.hasText(url)) {
				return new RunningServer(TestServer.at(url), () -> {
				});
			}
			ConfigurableApplicationContext application = new SpringApplicationBuilder(ConformanceServer.class)
				.initializers(new OwnEventLoops())
				.run(ARGUMENTS);
			int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			return new RunningServer(new TestServer("127.0.0.1", port), application);
		}

		@Override
		public void close() throws Exception {
			this.application.close();
		}

	}

}
