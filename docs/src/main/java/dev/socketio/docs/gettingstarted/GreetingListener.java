package dev.socketio.docs.gettingstarted;

// tag::listener[]
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.Socket;

import org.springframework.stereotype.Component;

@Component
class GreetingListener {

	@SocketEventListener("greet")
	Greeting greet(Person person, Socket socket) {
		socket.broadcast().emit("arrived", person.name());
		return new Greeting("Hello " + person.name()); // <1>
	}

	record Person(String name) {
	}

	record Greeting(String text) {
	}

}
// end::listener[]
