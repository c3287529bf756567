package dev.socketio.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that another web server is on the class path.
 */
class UnsupportedWebServerFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedWebServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedWebServerException cause) {
		return new FailureAnalysis(
				"The web server of the application comes from " + cause.factory()
						+ ", and Socket.IO works on Reactor Netty only.",
				"Remove the other web server from the dependencies (spring-boot-starter-tomcat, "
						+ "spring-boot-starter-jetty), and keep spring-boot-starter-reactor-netty. A process that has no "
						+ "clients and only emits needs 'socketio.server.enabled=false'.",
				cause);
	}

}
