"""Makes graphs.json: classic graphs that come with networkx, an invented one in two parts, and what networkx says."""
import json, sys
import networkx as nx

graphs = dict(
    karate=nx.karate_club_graph(), miserables=nx.les_miserables_graph(), florentine=nx.florentine_families_graph())
parts = nx.Graph()
parts.add_weighted_edges_from([(0, 1, 2.0), (1, 2, 1.0), (0, 2, 0.5), (2, 3, 1.5), (4, 5, 0.25), (5, 6, 0.75)])
parts.add_node(7)
graphs["parts"] = parts
result = {}
for name, graph in graphs.items():
    nodes = list(graph)
    for _, _, data in graph.edges(data=True):
        data.setdefault("weight", 1.0)
        data["length"] = 1 / data["weight"]
    values = lambda scores: [float(scores[n]) for n in nodes]
    greedy = nx.community.greedy_modularity_communities(graph, weight="weight")
    label = {n: i for i, group in enumerate(greedy) for n in group}
    louvain = [nx.community.louvain_communities(graph, weight="weight", seed=seed) for seed in range(20)]
    result[name] = dict(
        names=[str(n) for n in nodes],
        edges=[[nodes.index(a), nodes.index(b), float(d["weight"])] for a, b, d in graph.edges(data=True)],
        degree=values(nx.degree_centrality(graph)),
        betweenness=values(nx.betweenness_centrality(graph)),
        betweennessByLength=values(nx.betweenness_centrality(graph, weight="length")),
        closeness=values(nx.closeness_centrality(graph)),
        closenessByLength=values(nx.closeness_centrality(graph, distance="length")),
        eigenvector=None if name == "parts" else values(
            nx.eigenvector_centrality_numpy(graph, weight="weight")),
        pageRank=values(nx.pagerank(graph, weight="weight", tol=1e-14, max_iter=10000)),
        core=[int(v) for v in values(nx.core_number(graph))],
        greedyGroups=[label[n] for n in nodes],
        greedyModularity=nx.community.modularity(graph, greedy, weight="weight"),
        louvainModularities=sorted(nx.community.modularity(graph, groups, weight="weight") for groups in louvain))
json.dump(result, open(sys.argv[1], "w"))
