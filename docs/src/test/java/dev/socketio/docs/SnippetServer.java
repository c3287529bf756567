package dev.socketio.docs;

import dev.socketio.docs.server.TokenService;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;

/**
 * Starts an application with the snippets of a chapter on a port of its own.
 */
final class SnippetServer implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	SnippetServer(Class<?> application, String... properties) {
		this.context = new SpringApplicationBuilder(application).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off")
			.properties(properties)
			.run();
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	int port() {
		return ((ReactiveWebServerApplicationContext) this.context).getWebServer().getPort();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Auto-configuration without the login that Spring Security would put in front.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
	static class Open {

	}

	@ComponentScan("dev.socketio.docs.gettingstarted")
	static class GettingStarted extends Open {

	}

	@ComponentScan("dev.socketio.docs.parsers")
	static class Parsers extends Open {

	}

	@ComponentScan("dev.socketio.docs.listeners")
	static class Listeners extends Open {

	}

	@ComponentScan(basePackages = "dev.socketio.docs.server",
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*ApiKeyFilter"))
	static class Server extends Open {

		@Bean
		TokenService tokens() {
			return (token) -> "t1".equals(token) ? Mono.just("Ada") : Mono.empty();
		}

	}

	@ComponentScan(basePackages = "dev.socketio.docs.server", useDefaultFilters = false,
			includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*(ApiKeyFilter|HeaderSetup)"))
	static class Handshakes extends Open {

	}

	@ComponentScan("dev.socketio.docs.security")
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Secured {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(User.withUsername("ada").password("{noop}secret").build(),
					User.withUsername("root").password("{noop}secret").roles("ADMIN").build());
		}

	}

	@ComponentScan({ "dev.socketio.docs.endpoints", "dev.socketio.docs.emitter", "dev.socketio.docs.observability" })
	static class Others extends Open {

	}

}
