package dev.socketio.interop.official;

import java.util.List;

import dev.socketio.interop.client.OwnEventLoops;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The server with rooms: the one at the URL in the system property {@value #URL_PROPERTY}
 * if there is one, otherwise {@link RoomsApplication}, started once for all the classes
 * of this JVM that need the same properties.
 */
class RoomsServer implements BeforeAllCallback {

	private static final String URL_PROPERTY = "socketio.interop.rooms-url";

	private final List<String> properties;

	private String url = "";

	RoomsServer(String... properties) {
		this.properties = List.of(properties);
	}

	String url() {
		return this.url;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		String configured = System.getProperty(URL_PROPERTY, "");
		this.url = !configured.isEmpty() ? configured
				: context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(RoomsServer.class))
					.computeIfAbsent(this.properties, Application::start, Application.class)
					.url();
	}

	private record Application(ConfigurableApplicationContext context) implements AutoCloseable {

		static Application start(List<String> properties) {
			return new Application(
					new SpringApplicationBuilder(RoomsApplication.class).initializers(new OwnEventLoops())
						.properties(properties.toArray(String[]::new))
						.run("--server.port=0", "--spring.config.name=rooms"));
		}

		String url() {
			return "http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

}
