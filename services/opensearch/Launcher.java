import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/**
 * One OpenSearch node from the jars of Maven Central on a flat class path, with the modules that the ordinary distribution always loads.
 * Usage: Launcher HOME [setting=value ...]; everything else is read from HOME/config/opensearch.yml.
 */
public final class Launcher {
  private static final String[] MODULES = {
    "org.opensearch.transport.Netty4Plugin",
    "org.opensearch.painless.PainlessPlugin",
    "org.opensearch.index.reindex.ReindexPlugin",
    "org.opensearch.analysis.common.CommonAnalysisPlugin",
    "org.opensearch.index.mapper.MapperExtrasPlugin",
    "org.opensearch.join.ParentJoinPlugin",
    "org.opensearch.percolator.PercolatorPlugin",
    "org.opensearch.search.aggregations.matrix.MatrixAggregationPlugin",
    "org.opensearch.index.rankeval.RankEvalPlugin",
    "org.opensearch.script.mustache.MustachePlugin",
    "org.opensearch.ingest.common.IngestCommonPlugin",
    "org.opensearch.geo.GeoModulePlugin",
    "org.opensearch.script.expression.ExpressionPlugin"
  };

  /** Opens the constructor that takes modules as classes. */
  private static final class FlatNode extends Node {
    FlatNode(Environment environment, Collection<Class<? extends Plugin>> modules) {
      super(environment, modules, true);
    }
  }

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]).toAbsolutePath();
    for (String part : List.of("config", "modules", "plugins", "data", "repo")) Files.createDirectories(home.resolve(part));
    List<Class<? extends Plugin>> modules = new ArrayList<>();
    for (String name : MODULES) modules.add(Class.forName(name).asSubclass(Plugin.class));
    Map<String, String> overrides = new HashMap<>();
    for (String pair : Arrays.copyOfRange(args, 1, args.length)) overrides.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
    Settings base = Settings.builder().put("path.home", home.toString()).build();
    Environment environment = InternalSettingsPreparer.prepareEnvironment(base, overrides, home.resolve("config"), () -> "quarterdeck-1");
    Node node = new FlatNode(environment, modules);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
    node.start();
    Thread.currentThread().join();
  }

  private static void close(Node node) {
    try {
      node.close();
    } catch (Exception error) {
      error.printStackTrace();
    }
  }
}
