-- wrk takes a method and a body from a script only; the request is made once, so nothing is worked out while the load runs.
wrk.method = os.getenv("BENCH_METHOD")
wrk.body = os.getenv("BENCH_BODY")

-- wrk's own report rounds; errors.status counts answers of 400 and above.
function done(summary)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  print(string.format('wrk-summary {"requests":%d,"micros":%d,"refused":%d,"broken":%d}',
    summary.requests, summary.duration, errors.status, broken))
end
