"""The data on the web: a SPARQL endpoint, the data's IRIs, the site and a query page, read only.

A query is hostile until shown otherwise. So the process that speaks HTTP never runs one: `pool`
hands it to a worker process, forked by `nursery` from one that has the data loaded, and ends that
process when time is up. `app` routes, `protocol` reads requests, `evaluation` answers them,
`resource`, `description`, `query_page` and `files` say what else there is.
"""
