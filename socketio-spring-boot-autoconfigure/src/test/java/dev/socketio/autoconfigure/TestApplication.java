package dev.socketio.autoconfigure;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application without security on a real port.
 */
final class TestApplication {

	private TestApplication() {
	}

	static ConfigurableApplicationContext start(Class<?> configuration, String... arguments) {
		return new SpringApplicationBuilder(Application.class, configuration)
			.properties("server.port=0", "spring.main.banner-mode=off")
			.run(arguments);
	}

	/** Start the application with a parent context that has no web server. */
	static ConfigurableApplicationContext startBelow(Class<?> parent) {
		return new SpringApplicationBuilder(parent).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.child(Application.class)
			.web(WebApplicationType.REACTIVE)
			.run("--server.port=0");
	}

	static int port(ConfigurableApplicationContext context) {
		return ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
	static class Application {

	}

}
