package dev.socketio.autoconfigure;

import dev.socketio.server.SocketIOServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Runs the customizers after all beans have been created, so that they may use beans that
 * depend on the server. The web server starts afterwards, so clients cannot connect
 * before middlewares are in place.
 */
class SocketIOServerCustomization implements SmartInitializingSingleton {

	private final SocketIOServer server;

	private final ObjectProvider<SocketIOServerCustomizer> customizers;

	SocketIOServerCustomization(SocketIOServer server, ObjectProvider<SocketIOServerCustomizer> customizers) {
		this.server = server;
		this.customizers = customizers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(this.server));
	}

}
